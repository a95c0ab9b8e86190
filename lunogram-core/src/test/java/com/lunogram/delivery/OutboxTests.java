package com.lunogram.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.delivery.UndeliveredWrite.Reason;
import com.lunogram.delivery.jdbc.JdbcOutboxStore;
import com.lunogram.model.Write;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What every outbox does, on whatever database.
 */
@SuppressWarnings("NullAway.Init") // JUnit calls the setup first
abstract class OutboxTests {

	private static final Duration LONG = Duration.ofSeconds(30);

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

	private static Write event(String label, String user) {
		return OutboxFixture.event(label, user);
	}

	private int waiting() {
		Integer count = this.jdbc.queryForObject("SELECT COUNT(*) FROM lunogram_outbox", Integer.class);
		return (count != null) ? count : -1;
	}

	@Test
	void deliversAndKeepsNothing() {
		OutboxPublisher publisher = this.fixture.publisher();
		publisher.publish(event("a", "u1"), event("b", "u2"), event("ç€\uD83D\uDE00", "ü"));
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(this.fixture.requests).containsExactly(List.of("a", "b", "ç€\uD83D\uDE00"));
		assertThat(waiting()).isZero();
		assertThat(publisher.control().status().published()).isEqualTo(3);
		assertThat(publisher.control().status().delivered()).isEqualTo(3);
	}

	@Test
	void isPartOfTheTransaction() {
		OutboxPublisher publisher = this.fixture.publisher();
		publisher.start();
		this.transaction.executeWithoutResult((status) -> {
			assertThat(publisher.joinsTransaction()).isTrue();
			publisher.publish(event("gone", "u"));
			status.setRollbackOnly();
		});
		this.transaction.executeWithoutResult((status) -> {
			publisher.publish(event("a", "u"));
			publisher.publish(event("b", "u"));
			assertThat(this.fixture.requests).isEmpty();
		});
		assertThat(publisher.joinsTransaction()).isFalse();
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(this.fixture.taken).containsExactly("a", "b");
		assertThat(publisher.control().status().published()).isEqualTo(2);
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

	@Test
	void keepsTheOrderOfEachSubjectInManyBatches() {
		this.fixture.maxEvents = 7;
		this.fixture.capacity = 50;
		OutboxPublisher publisher = this.fixture.publisher();
		List<String> all = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			all.add("e" + i);
		}
		publisher.publish(IntStream.range(0, 1000).mapToObj((i) -> event("e" + i, "u" + i % 13)).toList());
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(this.fixture.taken).containsExactlyElementsOf(all);
		assertThat(this.fixture.requests).allMatch((request) -> request.size() <= 7);
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

	@Test
	void setsAsideReplaysAndDiscards() {
		this.fixture.server = (labels) -> labels.contains("bad") ? Failures.status(400) : null;
		OutboxPublisher publisher = this.fixture.publisher();
		publisher.publish(event("a", "u1"), event("bad", "u2"), event("c", "u2"));
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(this.fixture.taken).containsExactly("a", "c");
		assertThat(this.fixture.undelivered).extracting(UndeliveredWrite::reason).containsExactly(Reason.REFUSED);
		List<DeadLetter> letters = publisher.control().deadLetters();
		assertThat(letters).hasSize(1);
		assertThat(letters.get(0).write().json()).contains("\"bad\"");
		assertThat(letters.get(0).write().subjects()).extracting("externalId").containsExactly("u2");
		assertThat(publisher.control().status().deadLetters()).isEqualTo(1);
		this.fixture.server = (labels) -> null;
		assertThat(publisher.control().replay((letter) -> letter.id() == -1)).isZero();
		assertThat(publisher.control().replay((letter) -> true)).isEqualTo(1);
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(this.fixture.taken).containsExactly("a", "c", "bad");
		assertThat(publisher.control().deadLetters()).isEmpty();
		this.fixture.server = (labels) -> Failures.status(400);
		publisher.publish(event("worse", "u2"));
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(publisher.control().discard((letter) -> true)).isEqualTo(1);
		assertThat(publisher.control().status().deadLetters()).isZero();
		assertThat(waiting()).isZero();
	}

	@Test
	void setsAsideWhateverTheServerSays() {
		String words = "\\u0000 \\ud800 \uD83D\uDE00" + "x".repeat(100_000);
		this.fixture.server = (labels) -> Failures.refusal(words);
		OutboxPublisher publisher = this.fixture.publisher();
		publisher.publish(event("bad", "u"));
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(publisher.control().deadLetters()).hasSize(1);
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
	void whatWasLeftIsDeliveredByTheNext() {
		this.fixture.shutdownTimeout = Duration.ZERO;
		this.fixture.server = (labels) -> Failures.refused();
		OutboxPublisher first = this.fixture.publisher();
		first.publish(event("a", "u"));
		await().atMost(LONG).until(() -> !this.fixture.requests.isEmpty());
		first.close();
		assertThat(waiting()).isEqualTo(1);
		assertThat(this.fixture.undelivered).isEmpty();
		this.fixture.server = (labels) -> null;
		this.fixture.publisher().start();
		await().atMost(LONG).until(() -> this.fixture.taken.contains("a"));
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
