package com.lunogram.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.delivery.UndeliveredWrite.Reason;
import com.lunogram.model.UpsertUserRequest;
import com.lunogram.model.Write;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What delivery in the background does, whatever its writes wait in.
 */
abstract class DeliveryTests {

	static final Duration LONG = Duration.ofSeconds(60);

	/** What publishers are made of, and their server. */
	abstract DeliveryFixture fixture();

	/** One that delivers. All of a test share what writes wait in, if that can be. */
	abstract LunogramPublisher publisher();

	static Write event(String label, String user) {
		return DeliveryFixture.event(label, user);
	}

	static DeliveryControl control(LunogramPublisher publisher) {
		return Objects.requireNonNull(publisher.control());
	}

	/** Whether all were taken, each once, and those of each user in order. */
	void assertTakenOnceInOrder(int events, int users) {
		assertThat(fixture().taken).doesNotHaveDuplicates().hasSize(events);
		for (int user = 0; user < users; user++) {
			int remainder = user;
			assertThat(fixture().taken.stream().map((label) -> Integer.parseInt(label.substring(1))))
				.filteredOn((number) -> number % users == remainder)
				.isSorted();
		}
	}

	@Test
	void delivers() {
		LunogramPublisher publisher = publisher();
		publisher.publish(event("a", "u1"), event("b", "u1"), event("ç€\uD83D\uDE00", "ü"));
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(fixture().taken).containsExactlyInAnyOrder("a", "b", "ç€\uD83D\uDE00").containsSubsequence("a", "b");
		DeliveryStatus status = control(publisher).status();
		assertThat(status.state()).isEqualTo(State.RUNNING);
		assertThat(status.published()).isEqualTo(3);
		assertThat(status.delivered()).isEqualTo(3);
		assertThat(status.queued()).isZero();
		assertThat(status.lastSuccess()).isNotNull();
		assertThat(status.undelivered()).isEmpty();
	}

	@Test
	void offersAreTaken() {
		LunogramPublisher publisher = publisher();
		// Twice the same, as an application may mean it.
		assertThat(publisher.offer(LONG, event("a", "u"), event("a", "u"))).isTrue();
		assertThat(control(publisher).status().published()).isEqualTo(2);
		assertThat(publisher.offer(Duration.ZERO)).isTrue();
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(fixture().taken).containsExactly("a", "a");
	}

	@Test
	void keepsTheOrderOfEachSubjectInManyBatches() {
		fixture().maxEvents = 7;
		LunogramPublisher publisher = publisher();
		publisher.publish(IntStream.range(0, 500).mapToObj((i) -> event("e" + i, "u" + i % 13)).toList());
		assertThat(publisher.flush(LONG)).isTrue();
		assertTakenOnceInOrder(500, 13);
		assertThat(fixture().requests).allMatch((request) -> request.size() <= 7);
	}

	@Test
	void whatIsOfOnePersonWaitsForIt() {
		LunogramPublisher publisher = publisher();
		publisher.publish(UpsertUserRequest.builder("u").data("n", "stored").build(), event("a", "u"),
				UpsertUserRequest.builder("u").data("n", "again").build(), event("b", "u"));
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(fixture().requests).containsExactly(List.of("stored"), List.of("a"), List.of("again"), List.of("b"));
	}

	@Test
	void setsAsideReplaysAndDiscards() {
		fixture().server = (labels) -> labels.contains("bad") ? Failures.status(400) : null;
		LunogramPublisher publisher = publisher();
		DeliveryControl control = control(publisher);
		publisher.publish(event("a", "u1"), event("bad", "u2"), event("c", "u2"));
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(fixture().taken).containsExactlyInAnyOrder("a", "c");
		assertThat(fixture().undelivered).extracting(UndeliveredWrite::reason).containsExactly(Reason.REFUSED);
		assertThat(control.status().undelivered()).containsEntry(Reason.REFUSED, 1L);
		List<DeadLetter> letters = control.deadLetters();
		assertThat(letters).hasSize(1);
		assertThat(letters.get(0).write().json()).contains("\"bad\"");
		assertThat(letters.get(0).write().subjects()).extracting("externalId").containsExactly("u2");
		assertThat(control.status().deadLetters()).isEqualTo(1);
		fixture().server = (labels) -> null;
		assertThat(control.replay((letter) -> letter.id() == -1)).isZero();
		assertThat(control.replay((letter) -> true)).isEqualTo(1);
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(fixture().taken).hasSize(3).endsWith("bad");
		assertThat(control.deadLetters()).isEmpty();
		fixture().server = (labels) -> Failures.status(400);
		publisher.publish(event("worse", "u2"));
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(control.discard((letter) -> true)).isEqualTo(1);
		assertThat(control.status().deadLetters()).isZero();
		assertThat(control.status().queued()).isZero();
	}

	@Test
	void setsAsideWhateverTheServerSays() {
		String words = "\\u0000 \\ud800 \uD83D\uDE00" + "x".repeat(100_000);
		fixture().server = (labels) -> Failures.refusal(words);
		LunogramPublisher publisher = publisher();
		publisher.publish(event("bad", "u"));
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(control(publisher).deadLetters()).hasSize(1);
	}

	@Test
	void anOutageLosesNothing() {
		AtomicInteger requests = new AtomicInteger();
		fixture().server = (labels) -> (requests.incrementAndGet() <= 20) ? Failures.refused() : null;
		LunogramPublisher publisher = publisher();
		publisher.publish(IntStream.range(0, 100).mapToObj((i) -> event("e" + i, "u" + i % 7)).toList());
		assertThat(publisher.flush(LONG)).isTrue();
		assertTakenOnceInOrder(100, 7);
		assertThat(fixture().undelivered).isEmpty();
		assertThat(control(publisher).status().retries()).isPositive();
	}

	@Test
	void waitsAsTheServerSays() {
		AtomicInteger requests = new AtomicInteger();
		fixture().server = (labels) -> (requests.incrementAndGet() == 1) ? Failures.status(429, "1") : null;
		LunogramPublisher publisher = publisher();
		publisher.publish(event("a", "u"));
		await().atMost(LONG).until(() -> control(publisher).status().state() == State.RATE_LIMITED);
		publisher.publish(event("b", "u"));
		assertThat(requests).hasValue(1);
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(fixture().taken).containsExactly("a", "b");
	}

	@Test
	void oneFailingSubjectHoldsUpOnlyItself() {
		fixture().maxAttempts = 1000;
		fixture().server = (labels) -> labels.contains("bad") ? Failures.status(500) : null;
		LunogramPublisher publisher = publisher();
		publisher.publish(event("bad", "u0"), event("behind", "u0"));
		publisher.publish(IntStream.range(0, 100).mapToObj((i) -> event("e" + i, "u" + (1 + i % 7))).toList());
		await().atMost(LONG).until(() -> fixture().taken.size() == 100);
		assertThat(fixture().taken).doesNotContain("behind");
		await().atMost(LONG).until(() -> control(publisher).status().parked() == 2);
		fixture().server = (labels) -> null;
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(fixture().taken).endsWith("bad", "behind").hasSize(102);
	}

	@Test
	void pausesAndResumes() {
		LunogramPublisher publisher = publisher();
		publisher.start();
		await().atMost(LONG).until(() -> control(publisher).status().state() == State.RUNNING);
		control(publisher).pause();
		await().atMost(LONG).until(() -> control(publisher).status().state() == State.PAUSED);
		publisher.publish(event("a", "u"));
		assertThat(publisher.flush(Duration.ofMillis(500))).isFalse();
		assertThat(fixture().requests).isEmpty();
		control(publisher).resume();
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(fixture().taken).containsExactly("a");
	}

	@Test
	void aListenerThatThrowsIsOfNoConsequence() {
		fixture().onDelivered = () -> {
			throw new IllegalStateException("no");
		};
		LunogramPublisher publisher = publisher();
		publisher.publish(event("a", "u"));
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(fixture().taken).containsExactly("a");
		assertThat(control(publisher).status().callbackFailures()).containsEntry(DeliveryStatus.Callback.LISTENER, 1L);
	}

	@Test
	void aListenerThatFlushesDoesNotWaitForItself() {
		LunogramPublisher publisher = publisher();
		fixture().onDelivered = () -> publisher.flush(LONG.multipliedBy(10));
		publisher.publish(event("a", "u"));
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(fixture().taken).containsExactly("a");
	}

	@Test
	void isClosedOnceAndForAll() {
		LunogramPublisher publisher = publisher();
		publisher.publish(event("a", "u"));
		assertThat(publisher.flush(LONG)).isTrue();
		publisher.close();
		publisher.close();
		assertThat(control(publisher).status().state()).isEqualTo(State.CLOSED);
	}

}
