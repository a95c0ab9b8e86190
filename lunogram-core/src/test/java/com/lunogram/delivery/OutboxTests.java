package com.lunogram.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.delivery.OutboxStore.FailedWrite;
import com.lunogram.delivery.OutboxStore.StoredSize;
import com.lunogram.delivery.UndeliveredWrite.Reason;
import com.lunogram.delivery.jdbc.JdbcOutboxStore;
import com.lunogram.model.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What every outbox does, on whatever database.
 */
@SuppressWarnings("NullAway.Init") // JUnit calls the setup first
abstract class OutboxTests extends DurableDeliveryTests {

	private DataSource dataSource;

	private JdbcTemplate jdbc;

	private TransactionTemplate transaction;

	private JdbcOutboxStore store;

	private OutboxFixture fixture;

	/** An empty database. */
	abstract DataSource dataSource() throws Exception;

	/** The same, for a test to make its tables and look into them. */
	DataSource setupDataSource() {
		return this.dataSource;
	}

	/** The script that makes its tables. */
	abstract String script();

	@BeforeEach
	void open() throws Exception {
		this.dataSource = dataSource();
		this.jdbc = new JdbcTemplate(setupDataSource());
		for (String table : List.of("outbox", "dead_letter", "lease")) {
			this.jdbc.execute("DROP TABLE IF EXISTS lunogram_" + table);
		}
		new ResourceDatabasePopulator(new ClassPathResource(script(), JdbcOutboxStore.class))
			.execute(setupDataSource());
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(this.dataSource));
		this.store = new JdbcOutboxStore(this.dataSource);
		this.fixture = new OutboxFixture(this.store);
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Override
	OutboxFixture fixture() {
		return this.fixture;
	}

	@Override
	OutboxPublisher publisher() {
		return this.fixture.publisher();
	}

	@Override
	PlatformTransactionManager transactionManager() {
		return new JdbcTransactionManager(this.dataSource);
	}

	private int waiting() {
		Integer count = this.jdbc.queryForObject("SELECT COUNT(*) FROM lunogram_outbox", Integer.class);
		return (count != null) ? count : -1;
	}

	@Test
	void keepsNothingOfWhatIsDelivered() {
		OutboxPublisher publisher = this.fixture.publisher();
		publisher.publish(event("a", "u1"), event("b", "u2"));
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(this.fixture.requests).containsExactly(List.of("a", "b"));
		assertThat(waiting()).isZero();
	}

	@Test
	void readsMoreThanTheWindowHolds() {
		this.fixture.maxEvents = 7;
		this.fixture.capacity = 50;
		OutboxPublisher publisher = this.fixture.publisher();
		publisher.publish(IntStream.range(0, 1000).mapToObj((i) -> event("e" + i, "u" + i % 13)).toList());
		assertThat(publisher.flush(LONG)).isTrue();
		assertTakenOnceInOrder(1000, 13);
	}

	@Test
	void readOnlyTransactionDoesNotKeepItFromBeingPublished() {
		OutboxPublisher publisher = this.fixture.publisher();
		this.transaction.setReadOnly(true);
		this.transaction.executeWithoutResult((status) -> {
			new JdbcTemplate(this.dataSource).queryForList("SELECT id FROM lunogram_outbox");
			assertThat(publisher.joinsTransaction()).isFalse();
			publisher.publish(event("a", "u"));
		});
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(this.fixture.taken).containsExactly("a");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void isNoPartOfATransactionOfAnotherDatabase(boolean rolledBack) {
		OutboxPublisher publisher = this.fixture.publisher();
		DataSource other = new DriverManagerDataSource("jdbc:h2:mem:other");
		new TransactionTemplate(new JdbcTransactionManager(other)).executeWithoutResult((status) -> {
			new JdbcTemplate(this.dataSource).queryForList("SELECT id FROM lunogram_outbox");
			assertThat(publisher.joinsTransaction()).isFalse();
			publisher.publish(event("a", "u"));
			assertThat(publisher.joinsTransaction()).isFalse();
			publisher.publish(event("b", "u"));
			if (rolledBack) {
				status.setRollbackOnly();
			}
		});
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(this.fixture.taken).containsExactly("a", "b");
	}

	@Test
	void seesWhatALongTransactionCommitsLate() throws Exception {
		OutboxPublisher publisher = this.fixture.publisher();
		CountDownLatch inserted = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		Thread slow = new Thread(() -> this.transaction.executeWithoutResult((status) -> {
			publisher.publish(event("early", "u"));
			inserted.countDown();
			try {
				goOn.await(30, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}));
		slow.start();
		assertThat(inserted.await(30, TimeUnit.SECONDS)).isTrue();
		publisher.publish(event("late", "u"));
		await().atMost(LONG).until(() -> this.fixture.taken.contains("late"));
		goOn.countDown();
		slow.join();
		await().atMost(LONG).until(() -> this.fixture.taken.contains("early"));
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(waiting()).isZero();
	}

	/**
	 * Some databases prefer to look at all rows of a small table, and lock what they see.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 60, 1500 })
	void deletesWithoutWaitingForATransactionThatHasStoredSomething(int rows) {
		List<PendingWrite> writes = Collections.nCopies(rows,
				new PendingWrite(Operation.POST_USER_EVENTS, List.of(), "{}", false));
		this.store.add(writes, () -> {
		});
		this.transaction.executeWithoutResult((status) -> {
			this.store.add(writes.subList(0, 1), () -> {
			});
			CompletableFuture<Void> relay = CompletableFuture.runAsync(() -> {
				this.store.add(writes, () -> {
				});
				List<Long> ids = this.store.sizes(3 * rows).stream().map(StoredSize::id).toList();
				this.store.setAside(ids.subList(0, rows).stream().map(OutboxTests::refused).toList());
				this.store.delete(ids.subList(rows, 2 * rows));
			});
			assertThat(relay).succeedsWithin(LONG);
		});
		assertThat(waiting()).isEqualTo(1);
		assertThat(this.store.countDeadLetters()).isEqualTo(rows);
	}

	private static FailedWrite refused(long id) {
		return new FailedWrite(id,
				new UndeliveredWrite(Operation.POST_USER_EVENTS, List.of(), "{}", Reason.REFUSED, "no"));
	}

	@Test
	void deliversNothingThatWasRolledBackToASavepoint() {
		OutboxPublisher publisher = this.fixture.publisher();
		TransactionTemplate nested = new TransactionTemplate(transactionManager());
		nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
		this.transaction.executeWithoutResult((outer) -> {
			publisher.publish(event("kept", "u"));
			nested.executeWithoutResult((inner) -> {
				publisher.publish(event("gone", "u"));
				inner.setRollbackOnly();
			});
			nested.executeWithoutResult((inner) -> publisher.publish(event("kept too", "u")));
		});
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(this.fixture.taken).containsExactly("kept", "kept too");
	}

	@Test
	void severalInstancesMakeTheRowOfTheLeaseAtOnce() throws InterruptedException {
		ExecutorService instances = Executors.newFixedThreadPool(3);
		try {
			for (int round = 0; round < 20; round++) {
				this.jdbc.update("DELETE FROM lunogram_lease");
				assertThat(instances.invokeAll(Collections.nCopies(3, this.store::lease)))
					.allSatisfy((lease) -> assertThat(lease).succeedsWithin(LONG));
			}
		}
		finally {
			instances.shutdownNow();
		}
	}

	@Test
	void passesWhatANewerVersionHasWritten() {
		String columns = "(operation, subjects, body, body_size, repeatable";
		String write = "INSERT INTO lunogram_outbox " + columns + ") VALUES (?, ?, '{}', 2, FALSE)";
		String letter = "INSERT INTO lunogram_dead_letter " + columns
				+ ", created_at, reason, message) VALUES (?, '[]', '{}', 2, FALSE, CURRENT_TIMESTAMP, ?, '')";
		this.transaction.executeWithoutResult((status) -> {
			this.jdbc.update(write, "SEND_PIGEON", "[]");
			this.jdbc.update(write, "POST_USER_EVENTS", "[[\"pigeon\",\"default\",\"p\"]]");
			this.jdbc.update(write, "POST_USER_EVENTS", "no JSON");
			this.jdbc.update(letter, "POST_USER_EVENTS", "REFUSED");
			this.jdbc.update(letter, "SEND_PIGEON", "REFUSED");
			this.jdbc.update(letter, "POST_USER_EVENTS", "MOULTING");
		});
		OutboxPublisher publisher = this.fixture.publisher();
		publisher.publish(event("a", "u"), event("b", "u"));
		await().atMost(LONG).until(() -> this.fixture.taken.size() == 2);
		assertThat(publisher.control().deadLetters()).hasSize(1);
		assertThat(publisher.control().discard((any) -> true)).isEqualTo(1);
		assertThat(publisher.control().deadLetters()).isEmpty();
		long begin = System.nanoTime();
		publisher.close();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(this.fixture.shutdownTimeout);
		assertThat(waiting()).isEqualTo(3);
		assertThat(this.store.countDeadLetters()).isEqualTo(2);
	}

	@Test
	void knowsAgesWhateverTheTimeZone() {
		this.fixture.server = (labels) -> labels.contains("bad") ? Failures.status(400) : Failures.refused();
		OutboxPublisher publisher = this.fixture.publisher();
		Instant before = Instant.now();
		publisher.publish(event("bad", "u"));
		assertThat(publisher.flush(LONG)).isTrue();
		publisher.publish(event("a", "u"));
		assertThat(publisher.control().status().oldestAge()).isBetween(Duration.ZERO, Duration.ofMinutes(5));
		assertThat(this.store.deadLetters(0, 1).get(0).time()).isBetween(before.minusSeconds(5),
				Instant.now().plusSeconds(5));
		assertThat(this.store.discardOlderThan(Duration.ofMinutes(5))).isZero();
		OutboxLease lease = this.store.lease();
		assertThat(lease.left()).isLessThanOrEqualTo(this.fixture.lease);
		this.fixture.server = (labels) -> null;
		assertThat(publisher.flush(LONG)).isTrue();
	}

	@Test
	void oneOfTwoDeliversAndTheOtherTakesOver() {
		OutboxPublisher first = this.fixture.publisher();
		first.start();
		await().atMost(LONG).until(() -> first.control().status().state() == State.RUNNING);
		OutboxPublisher second = this.fixture.publisher();
		second.publish(event("a", "u"));
		assertThat(second.flush(LONG)).isTrue();
		assertThat(second.control().status().state()).isEqualTo(State.STANDBY);
		assertThat(second.control().status().delivered()).isZero();
		first.close();
		second.publish(event("b", "u"));
		assertThat(second.flush(LONG)).isTrue();
		assertThat(second.control().status().state()).isEqualTo(State.RUNNING);
		assertThat(this.fixture.taken).containsExactly("a", "b");
	}

	@Test
	void pausesWhicheverInstanceDelivers() {
		OutboxPublisher first = this.fixture.publisher();
		first.start();
		await().atMost(LONG).until(() -> first.control().status().state() == State.RUNNING);
		OutboxPublisher second = this.fixture.publisher();
		second.control().pause();
		await().atMost(LONG).until(() -> first.control().status().state() == State.PAUSED);
		second.publish(event("a", "u"));
		assertThat(second.flush(Duration.ofMillis(500))).isFalse();
		assertThat(this.fixture.requests).isEmpty();
		second.control().resume();
		assertThat(second.flush(LONG)).isTrue();
	}

	@Test
	void closesOnlyWhenAllIsDelivered() {
		OutboxPublisher publisher = this.fixture.publisher();
		publisher.publish(IntStream.range(0, 2000).mapToObj((i) -> event("e" + i, "u" + i % 13)).toList());
		publisher.close();
		assertThat(this.fixture.taken).hasSize(2000);
		assertThat(waiting()).isZero();
		assertThat(this.store.lease().owner()).isNull();
	}

}
