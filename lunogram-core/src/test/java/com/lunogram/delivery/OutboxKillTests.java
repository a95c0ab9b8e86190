package com.lunogram.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import com.lunogram.delivery.jdbc.JdbcOutboxStore;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Applications that share an outbox and are killed, or stopped and let go on. The more of
 * them are killed, the more likely is each moment at which it can happen: the property
 * {@code lunogram.kills} tells how many.
 */
@Tag("load")
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "The embedded server is for this system")
@SuppressWarnings("NullAway.Init") // JUnit calls the setup first
class OutboxKillTests {

	private static final Duration LONG = Duration.ofMinutes(2);

	private static final String SHORT_LEASE = "1000";

	private final EventServer server = new EventServer();

	private final List<ChildJvm> children = new ArrayList<>();

	private final Set<String> dead = new HashSet<>();

	private EmbeddedPostgres postgres;

	private HikariDataSource pool;

	private JdbcTemplate jdbc;

	@BeforeEach
	void start() throws IOException {
		this.postgres = EmbeddedPostgres.start();
		this.pool = new HikariDataSource();
		this.pool.setDataSource(this.postgres.getPostgresDatabase());
		this.jdbc = new JdbcTemplate(this.pool);
		new ResourceDatabasePopulator(new ClassPathResource("schema-postgresql.sql", JdbcOutboxStore.class))
			.execute(this.pool);
		OrderLoad.create(this.jdbc);
	}

	@AfterEach
	void stop() throws IOException {
		this.children.forEach(ChildJvm::close);
		this.server.close();
		this.pool.close();
		this.postgres.close();
	}

	private ChildJvm orders(long seed) {
		String name = "orders" + this.children.size();
		return add(new ChildJvm(name, OutboxChild.class, "orders", url() + "&ApplicationName=orders",
				String.valueOf(seed), name));
	}

	private ChildJvm relay(String lease) {
		String name = "relay" + this.children.size();
		return add(new ChildJvm(name, OutboxChild.class, "relay", url(), this.server.url(), name, lease));
	}

	private ChildJvm add(ChildJvm child) {
		this.children.add(child);
		return child;
	}

	private String url() {
		return this.postgres.getJdbcUrl("postgres", "postgres");
	}

	private void kill(ChildJvm child) {
		child.kill();
		this.dead.add(child.name());
	}

	private int requests() {
		return this.server.requests().size();
	}

	private void awaitRequests(int more) {
		int before = requests();
		await().atMost(LONG).until(() -> requests() >= before + more);
	}

	private long count(String from) {
		Long count = this.jdbc.queryForObject("SELECT COUNT(*) FROM " + from, Long.class);
		return (count != null) ? count : -1;
	}

	/** Stops the orders, and lets what they have left be delivered. */
	private void awaitAll(ChildJvm orders) {
		kill(orders);
		await().atMost(LONG).until(() -> count("pg_stat_activity WHERE application_name = 'orders'") == 0);
		await().atMost(LONG).until(() -> count("lunogram_outbox") == 0);
	}

	private void assertAllArrivedInOrder() {
		assertThat(this.server.firstArrivals()).isEqualTo(EventServer.byPerson(OrderLoad.labels(this.jdbc)));
		this.server.assertOneAtATime(this.dead);
		assertThat(count("lunogram_dead_letter")).isZero();
	}

	@Test
	void whoeverIsKilledNothingIsLost() {
		int kills = Integer.getInteger("lunogram.kills", 10);
		long seed = Long.getLong("lunogram.seed", System.nanoTime());
		Random random = new Random(seed);
		this.server.delayMillis = 40;
		ChildJvm[] running = { orders(seed), relay(SHORT_LEASE), relay(SHORT_LEASE) };
		try {
			awaitRequests(10);
			for (int i = 0; i < kills; i++) {
				Thread.sleep(random.nextInt(700));
				int victim = random.nextInt(running.length);
				kill(running[victim]);
				running[victim] = (victim == 0) ? orders(seed + i) : relay(SHORT_LEASE);
				// Whoever is killed is to be in the midst of something.
				awaitRequests(5 + random.nextInt(20));
			}
			awaitAll(running[0]);
			assertAllArrivedInOrder();
			int repeats = this.server.assertNoRepeatsBut(this.dead);
			System.out.printf("%d kills: %d events in %d requests, %d of them more than once%n", kills,
					OrderLoad.labels(this.jdbc).size(), requests(), repeats);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException | AssertionError ex) {
			throw new AssertionError("Failed with -Dlunogram.seed=" + seed + "; " + this.children, ex);
		}
	}

	@Test
	void whoeverIsFrozenSendsNothingThatAnotherHasTakenOver() {
		this.server.delayMillis = 30;
		ChildJvm orders = orders(1);
		ChildJvm first = relay(SHORT_LEASE);
		awaitRequests(10);
		ChildJvm second = relay(SHORT_LEASE);
		await().atMost(LONG).until(() -> second.output().contains("STANDBY"));
		first.freeze();
		this.dead.add(first.name());
		long before = this.server.requestsOf(first.name());
		await().atMost(LONG).until(() -> this.server.requestsOf(second.name()) >= 10);
		first.thaw();
		await().atMost(LONG).until(() -> isLast(first.output(), "STANDBY"));
		long since = this.server.requestsOf(second.name());
		await().atMost(LONG).until(() -> this.server.requestsOf(second.name()) >= since + 10);
		List<EventServer.Request> late = this.server.allOf(first.name()).stream().skip(before).toList();
		assertThat(late).hasSizeLessThanOrEqualTo(1);
		this.server.assertOneAtATime(this.dead);
		int repeats = this.server.assertNoRepeatsBut(this.dead, late);
		// It is none the worse for it.
		kill(second);
		long atLast = this.server.requestsOf(first.name());
		await().atMost(LONG).until(() -> this.server.requestsOf(first.name()) >= atLast + 10);
		awaitAll(orders);
		assertAllArrivedInOrder();
		System.out.printf("Frozen and let go: %d request of it came late, %d events more than once%n", atLast - before,
				repeats);
	}

	private static boolean isLast(List<String> lines, String line) {
		return !lines.isEmpty() && lines.get(lines.size() - 1).equals(line);
	}

	@Test
	void anotherTakesOverSoon() {
		ChildJvm orders = orders(2);
		ChildJvm first = relay("default");
		awaitRequests(10);
		ChildJvm second = relay("default");
		await().atMost(LONG).until(() -> second.output().contains("STANDBY"));
		awaitRequests(10);
		kill(first);
		long killed = System.nanoTime();
		await().atMost(LONG).until(() -> this.server.requestsOf(second.name()) > 0);
		long taken = this.server.requests()
			.stream()
			.filter((request) -> request.sender().equals(second.name()))
			.mapToLong(EventServer.Request::nanoTime)
			.min()
			.orElseThrow();
		Duration gap = Duration.ofNanos(taken - killed);
		System.out.printf("From the kill to the next one's first request: %d ms%n", gap.toMillis());
		// 5 seconds on a machine that has nothing else to do.
		assertThat(gap).isLessThan(Duration.ofSeconds(20));
		awaitAll(orders);
		assertAllArrivedInOrder();
		this.server.assertNoRepeatsBut(this.dead);
	}

}
