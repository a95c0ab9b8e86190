package com.lunogram.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.lunogram.LunogramClient;
import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.delivery.jdbc.JdbcOutboxStore;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An outbox under load while the database or the server is away, while instances come and
 * go, and after the process was killed that has the database in it.
 */
@Tag("load")
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "The embedded server is for this system")
@SuppressWarnings("NullAway.Init") // each test makes what it needs
class OutboxFaultTests {

	private static final Duration LONG = Duration.ofMinutes(2);

	private static final int MAX_EVENTS = 50;

	private final EventServer server = new EventServer();

	/** To be closed at the end, the last one first. */
	private final List<AutoCloseable> open = new ArrayList<>(List.of(this.server));

	@TempDir
	private Path folder;

	private DataSource dataSource;

	private JdbcTemplate jdbc;

	@AfterEach
	void close() throws Exception {
		for (int i = this.open.size() - 1; i >= 0; i--) {
			this.open.get(i).close();
		}
	}

	private EmbeddedPostgres postgres(int port) throws IOException {
		EmbeddedPostgres postgres = EmbeddedPostgres.builder()
			.setDataDirectory(this.folder.resolve("postgres"))
			.setCleanDataDirectory(false)
			.setPort(port)
			.setServerConfig("fsync", "on")
			.setServerConfig("synchronous_commit", "on")
			.start();
		this.open.add(postgres);
		return postgres;
	}

	private EmbeddedPostgres postgres() throws IOException {
		EmbeddedPostgres postgres = postgres(0);
		use(postgres.getJdbcUrl("postgres", "postgres"));
		create("schema-postgresql.sql");
		return postgres;
	}

	private void use(String url) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url);
		pool.setConnectionTimeout(2000);
		this.open.add(pool);
		this.dataSource = pool;
		this.jdbc = new JdbcTemplate(pool);
	}

	private void create(String script) {
		new ResourceDatabasePopulator(new ClassPathResource(script, JdbcOutboxStore.class)).execute(this.dataSource);
		OrderLoad.create(this.jdbc);
	}

	private LunogramPublisher relay() {
		String name = "relay" + this.open.size();
		LunogramClient client = LunogramClient.builder()
			.apiKey(name)
			.baseUrl(this.server.url())
			.maxRequestsPerMinute(1_000_000)
			.build();
		LunogramPublisher relay = LunogramPublisher.outbox(client, new JdbcOutboxStore(this.dataSource))
			.lease(Duration.ofSeconds(1))
			.linger(Duration.ofMillis(10))
			.maxEvents(MAX_EVENTS)
			.shutdownTimeout(Duration.ofMinutes(1))
			.build();
		this.open.add(client);
		this.open.add(relay);
		relay.start();
		return relay;
	}

	private OrderLoad load(long seed) {
		OrderLoad load = new OrderLoad(this.dataSource, new Random(seed), "orders");
		Thread thread = new Thread(load);
		thread.start();
		this.open.add(() -> {
			load.stop();
			thread.join();
		});
		return load;
	}

	private int requests() {
		return this.server.requests().size();
	}

	private void awaitRequests(int more) {
		int before = requests();
		await().atMost(LONG).until(() -> requests() >= before + more);
	}

	private int waiting() {
		Integer count = this.jdbc.queryForObject("SELECT COUNT(*) FROM lunogram_outbox", Integer.class);
		return (count != null) ? count : -1;
	}

	private void endLoad() throws Exception {
		this.open.remove(this.open.size() - 1).close();
		await().atMost(LONG).until(() -> waiting() == 0);
	}

	private void assertAllArrivedInOrder() {
		assertThat(this.server.firstArrivals()).isEqualTo(EventServer.byPerson(OrderLoad.labels(this.jdbc)));
		assertThat(this.jdbc.queryForList("SELECT message FROM lunogram_dead_letter", String.class)).isEmpty();
	}

	@Test
	void theDatabaseIsRestarted() throws Exception {
		EmbeddedPostgres postgres = postgres();
		relay();
		relay();
		load(1);
		awaitRequests(20);
		postgres.close();
		postgres(postgres.getPort());
		// What fills the outbox is the last to be opened, and the first to be closed.
		this.open.add(this.open.remove(this.open.size() - 2));
		awaitRequests(20);
		endLoad();
		assertAllArrivedInOrder();
		assertThat(this.server.repeats()).isLessThanOrEqualTo(MAX_EVENTS);
		this.server.assertOneAtATime(Set.of());
	}

	@Test
	void theServerIsGoneForAWhile() throws Exception {
		postgres();
		relay();
		load(2);
		awaitRequests(20);
		this.server.goAway();
		TimeUnit.SECONDS.sleep(Integer.getInteger("lunogram.outage.seconds", 3));
		this.server.comeBack();
		awaitRequests(20);
		endLoad();
		assertAllArrivedInOrder();
		assertThat(this.server.repeats()).isLessThanOrEqualTo(MAX_EVENTS);
	}

	@Test
	void aFileOfH2IsKilledInTheMidstOfAnInsert() {
		String url = "jdbc:h2:file:" + this.folder.resolve("h2") + ";WRITE_DELAY=0";
		use(url);
		create("schema-h2.sql");
		((HikariDataSource) this.dataSource).close();
		List<String> reported = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			ChildJvm child = new ChildJvm("orders", OutboxChild.class, "orders-aloud", url, String.valueOf(i),
					"run" + i);
			this.open.add(child);
			await().atMost(LONG).until(() -> child.output().size() >= 100);
			child.kill();
			List<String> output = child.output();
			// The last line may be cut off.
			reported.addAll(output.subList(0, output.size() - 1));
		}
		use(url);
		List<String> labels = OrderLoad.labels(this.jdbc);
		assertThat(this.jdbc.queryForList("SELECT token FROM orders", String.class)).containsAll(reported);
		assertThat(waiting()).isEqualTo(labels.size());
		relay();
		await().atMost(LONG).until(() -> waiting() == 0);
		assertAllArrivedInOrder();
		assertThat(this.server.repeats()).isZero();
	}

	/**
	 * For as long as {@code lunogram.soak.seconds}. One of the instances is closed again
	 * and again and a new one is started, as in a rolling update.
	 */
	@Test
	void ofTwoInstancesOneSendsAtATime() throws Exception {
		postgres();
		LunogramPublisher first = relay();
		LunogramPublisher second = relay();
		load(3);
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("lunogram.soak.seconds", 10));
		int changes = 0;
		long longest = 0;
		while (System.nanoTime() - end < 0) {
			awaitRequests(50);
			LunogramPublisher leader = isDelivering(first) ? first : second;
			LunogramPublisher next = relay();
			this.open.add(this.open.remove(this.open.size() - 3));
			long begin = System.nanoTime();
			leader.close();
			longest = Math.max(longest, System.nanoTime() - begin);
			changes++;
			first = (leader == first) ? second : first;
			second = next;
		}
		endLoad();
		assertAllArrivedInOrder();
		this.server.assertOneAtATime(Set.of());
		assertThat(this.server.repeats()).isZero();
		System.out.printf("%d changes of the instance that delivers, %d requests; closing took %d ms at most%n",
				changes, requests(), TimeUnit.NANOSECONDS.toMillis(longest));
		// It leaves what comes meanwhile to the next.
		assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(30));
	}

	private static boolean isDelivering(LunogramPublisher publisher) {
		DeliveryControl control = publisher.control();
		return control != null && control.status().state() != State.STANDBY;
	}

}
