package com.lunogram.delivery;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.model.Operation;
import com.lunogram.model.Subject;
import com.lunogram.model.SubjectType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a relay does when something hangs, fails or stops, with a store that does so when
 * told. It runs in threads of its own, so that each test waits for what it expects, and
 * measures only what must take a while.
 */
@Timeout(120)
class RelayTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private final FakeOutboxStore store = new FakeOutboxStore(System::nanoTime);

	private final OutboxFixture fixture = new OutboxFixture(this.store);

	private final CountDownLatch end = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.end.countDown();
		this.store.before = (call) -> {
		};
		this.fixture.close();
	}

	private void publish(OutboxPublisher publisher, String label) {
		publisher.publish(DeliveryFixture.event(label, "u"));
	}

	private OutboxPublisher leader() {
		OutboxPublisher publisher = this.fixture.publisher();
		publisher.start();
		await().atMost(LONG).until(() -> publisher.control().status().state() == State.RUNNING);
		return publisher;
	}

	private static Duration since(long begin) {
		return Duration.ofNanos(System.nanoTime() - begin);
	}

	/** Waits as an HTTP client does, until somebody interrupts it. */
	private RuntimeException hang(AtomicBoolean interrupted) {
		try {
			this.end.await();
		}
		catch (InterruptedException ex) {
			interrupted.set(true);
			Thread.currentThread().interrupt();
		}
		return Failures.reset();
	}

	@Test
	void tellsOthersEachTimeTheServerWantsToBeLeftAlone() {
		AtomicInteger requests = new AtomicInteger();
		this.fixture.server = (labels) -> (requests.incrementAndGet() < 3) ? Failures.status(429, "1") : null;
		publish(this.fixture.publisher(), "a");
		await().atMost(LONG).until(() -> this.fixture.taken.contains("a"));
		assertThat(this.store.holds).hasSize(2)
			.allMatch((hold) -> hold.compareTo(Duration.ofMillis(500)) > 0
					&& hold.compareTo(Duration.ofMillis(1101)) < 0);
	}

	@Test
	void leavesTheServerAloneAsAnEarlierOneWasTold() {
		this.store.holdFor(Duration.ofMillis(1500));
		long begin = System.nanoTime();
		publish(this.fixture.publisher(), "a");
		await().atMost(LONG).until(() -> this.fixture.taken.contains("a"));
		assertThat(since(begin)).isGreaterThanOrEqualTo(Duration.ofMillis(1500));
	}

	@Test
	void aStoreThatFailsDoesNotShortenTheServersWish() {
		AtomicLong refused = new AtomicLong();
		this.fixture.server = (labels) -> refused.compareAndSet(0, System.nanoTime()) ? Failures.status(429, "3")
				: null;
		publish(this.fixture.publisher(), "a");
		await().atMost(LONG).until(() -> !this.store.holds.isEmpty());
		CountDownLatch failed = new CountDownLatch(1);
		this.store.before = (call) -> {
			if (call.equals("sizes") && failed.getCount() > 0) {
				failed.countDown();
				throw new IllegalStateException(call);
			}
		};
		await().atMost(LONG).until(() -> this.fixture.taken.contains("a"));
		assertThat(since(refused.get())).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
		assertThat(failed.getCount()).isZero();
	}

	@Test
	void aStoreThatFailsIsLeftAloneForAWhileWhateverIsTold() throws InterruptedException {
		OutboxPublisher publisher = leader();
		this.store.before = (call) -> {
			if (call.equals("delete")) {
				throw new IllegalStateException(call);
			}
		};
		publish(publisher, "a");
		await().atMost(LONG).until(() -> this.store.callsOf("delete") > 0);
		assertThat(publisher.flush(Duration.ofSeconds(2))).isFalse();
		assertThat(this.store.callsOf("delete")).isBetween(2L, 5L);
	}

	@Test
	void remembersTheServersWishThoughTheLeaseRanOutInBetween() {
		this.fixture.lease = Duration.ofSeconds(1);
		AtomicLong refused = new AtomicLong();
		this.fixture.server = (labels) -> refused.compareAndSet(0, System.nanoTime()) ? Failures.status(429, "4")
				: null;
		OutboxPublisher publisher = this.fixture.publisher();
		publish(publisher, "a");
		await().atMost(LONG).until(() -> !this.store.holds.isEmpty());
		CountDownLatch hang = new CountDownLatch(1);
		this.store.before = (call) -> {
			if (call.equals("renew")) {
				awaitUninterruptibly(hang);
			}
		};
		await().atMost(LONG).until(() -> publisher.control().status().state() == State.STANDBY);
		hang.countDown();
		await().atMost(LONG).until(() -> this.fixture.taken.contains("a"));
		assertThat(since(refused.get())).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		boolean interrupted = false;
		while (true) {
			try {
				latch.await();
				break;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void endsARequestThatOutlivesTheLeaseThoughTheStoreHangs() {
		AtomicBoolean interrupted = new AtomicBoolean();
		AtomicInteger requests = new AtomicInteger();
		this.fixture.server = (labels) -> (requests.incrementAndGet() == 1) ? hang(interrupted) : null;
		OutboxPublisher publisher = leader();
		publish(publisher, "a");
		await().atMost(LONG).until(() -> requests.get() == 1);
		CountDownLatch hang = new CountDownLatch(1);
		this.store.before = (call) -> {
			if (call.equals("renew")) {
				awaitUninterruptibly(hang);
			}
		};
		await().atMost(LONG).untilTrue(interrupted);
		await().atMost(LONG).until(() -> publisher.control().status().state() == State.STANDBY);
		assertThat(this.fixture.requests).hasSize(1);
		hang.countDown();
		await().atMost(LONG).until(() -> this.fixture.taken.contains("a"));
		assertThat(this.store.interrupted).isEmpty();
	}

	@Test
	void aListenerMayPublishFlushAndClose() {
		OutboxPublisher publisher = this.fixture.publisher();
		AtomicBoolean flushed = new AtomicBoolean(true);
		AtomicInteger deliveries = new AtomicInteger();
		this.fixture.onDelivered = () -> {
			if (deliveries.incrementAndGet() == 1) {
				publish(publisher, "b");
				flushed.set(publisher.flush(LONG));
				publisher.close();
			}
		};
		publish(publisher, "a");
		await().atMost(LONG).until(() -> this.fixture.taken.contains("b"));
		assertThat(flushed).isFalse();
		await().atMost(LONG).until(() -> this.store.owner() == null);
		assertThat(this.store.ids()).isEmpty();
	}

	@Test
	void asksAStoreThatFailsOnceASecond() {
		OutboxPublisher publisher = leader();
		this.store.before = (call) -> {
			if (call.equals("sizes")) {
				throw new IllegalStateException(call);
			}
		};
		long begin = System.nanoTime();
		long before = this.store.callsOf("sizes");
		for (int i = 0; i < 50; i++) {
			publish(publisher, "e" + i);
			pause(Duration.ofMillis(50));
		}
		long asked = this.store.callsOf("sizes") - before;
		assertThat(asked).isBetween(1L, 2 + since(begin).toSeconds());
		assertThat(publisher.control().status().lastError()).isEqualTo("sizes");
		this.store.before = (call) -> {
		};
		assertThat(publisher.flush(LONG)).isTrue();
	}

	private static void pause(Duration duration) {
		try {
			Thread.sleep(duration.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void sendsNothingNewBeforeWhatIsDeliveredIsDeleted() {
		this.store.before = (call) -> {
			if (call.equals("delete")) {
				throw new IllegalStateException(call);
			}
		};
		OutboxPublisher publisher = leader();
		publish(publisher, "a");
		await().atMost(LONG).until(() -> this.fixture.taken.contains("a"));
		publish(publisher, "b");
		long before = this.store.callsOf("delete");
		await().atMost(LONG).until(() -> this.store.callsOf("delete") >= before + 2);
		assertThat(this.fixture.taken).containsExactly("a");
		this.store.before = (call) -> {
		};
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(this.fixture.taken).containsExactly("a", "b");
	}

	@Test
	void forgetsOldDeadLetters() {
		leader();
		await().atMost(LONG).until(() -> this.store.callsOf("discardOlderThan PT720H") == 1);
	}

	@Test
	void closesAtOnceWhileAnotherDelivers() {
		this.store.give("other", Duration.ofHours(1));
		OutboxPublisher publisher = this.fixture.publisher();
		publish(publisher, "a");
		await().atMost(LONG).until(() -> this.store.callsOf("lease") > 0);
		long begin = System.nanoTime();
		publisher.close();
		assertThat(since(begin)).isLessThan(this.fixture.shutdownTimeout);
		assertThat(this.store.ids()).hasSize(1);
		assertThat(this.store.owner()).isEqualTo("other");
	}

	@Test
	void closesAtOnceIfTheStoreHasNeverAnswered() {
		OutboxPublisher publisher = this.fixture.publisher();
		this.store.before = (call) -> {
			throw new IllegalStateException(call);
		};
		publisher.start();
		await().atMost(LONG).until(() -> this.store.callsOf("lease") > 0);
		long begin = System.nanoTime();
		publisher.close();
		assertThat(since(begin)).isLessThan(this.fixture.shutdownTimeout);
	}

	@Test
	void closesAtOnceWhilePaused() {
		OutboxPublisher publisher = leader();
		publisher.control().pause();
		await().atMost(LONG).until(() -> publisher.control().status().state() == State.PAUSED);
		publish(publisher, "a");
		long begin = System.nanoTime();
		publisher.close();
		assertThat(since(begin)).isLessThan(this.fixture.shutdownTimeout);
		assertThat(this.store.owner()).isNull();
		assertThat(this.store.ids()).hasSize(1);
	}

	@Test
	void closesAtOnceIfTheServerWantsToBeLeftAloneForLonger() {
		this.fixture.server = (labels) -> Failures.status(429, "60");
		OutboxPublisher publisher = this.fixture.publisher();
		publish(publisher, "a");
		await().atMost(LONG).until(() -> !this.store.holds.isEmpty());
		long begin = System.nanoTime();
		publisher.close();
		assertThat(since(begin)).isLessThan(this.fixture.shutdownTimeout);
		assertThat(this.store.ids()).hasSize(1);
	}

	@Test
	void closesThoughOthersGoOnPublishing() {
		this.fixture.shutdownTimeout = LONG;
		this.fixture.server = (labels) -> {
			this.store.put(this.store.ids().size() + 1000L + this.fixture.requests.size(),
					new PendingWrite(Operation.POST_USER_EVENTS, List.of(), "{\"n\":\"more\"}", false));
			return null;
		};
		OutboxPublisher publisher = this.fixture.publisher();
		publish(publisher, "a");
		long begin = System.nanoTime();
		publisher.close();
		assertThat(this.fixture.taken).contains("a");
		assertThat(since(begin)).isLessThan(Duration.ofSeconds(50));
		assertThat(this.store.ids()).isNotEmpty();
	}

	@Test
	void closingDeliversWhatWasCommittedBeforeItWhileOthersWereBeingRead() throws Exception {
		this.fixture.shutdownTimeout = LONG;
		putBacklog(2500);
		OutboxPublisher publisher = this.fixture.publisher();
		Thread closing = new Thread(publisher::close);
		this.fixture.server = (labels) -> {
			if (closing.getState() == Thread.State.NEW) {
				publish(publisher, "late");
				closing.start();
				await().atMost(LONG).until(() -> closing.getState() == Thread.State.TIMED_WAITING);
			}
			return null;
		};
		publisher.start();
		await().atMost(LONG).until(() -> closing.getState() != Thread.State.NEW);
		closing.join(LONG.toMillis());
		assertThat(this.fixture.taken).contains("late").hasSize(2501);
		assertThat(this.store.ids()).isEmpty();
	}

	@Test
	void aBacklogOfManyPagesIsDeliveredInOrder() {
		putBacklog(25_000);
		OutboxPublisher publisher = leader();
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(this.fixture.taken).hasSize(25_000).isSortedAccordingTo(Comparator.comparing(Long::valueOf));
	}

	@Test
	void aPageThatCannotBeReadInAdvanceIsReadLater() {
		AtomicInteger reads = new AtomicInteger();
		this.store.before = (call) -> {
			if (call.equals("read") && reads.incrementAndGet() % 2 == 0 && reads.get() < 5) {
				throw new IllegalStateException(call);
			}
		};
		putBacklog(4500);
		assertThat(leader().flush(LONG)).isTrue();
		assertThat(this.fixture.taken).hasSize(4500).isSortedAccordingTo(Comparator.comparing(Long::valueOf));
		assertThat(reads).hasValueGreaterThan(5);
	}

	private void putBacklog(int writes) {
		for (long id = 1000; id < 1000 + writes; id++) {
			this.store.put(id, new PendingWrite(Operation.POST_USER_EVENTS,
					List.of(new Subject(SubjectType.USER, "default", "u" + id % 7)), "{\"n\":\"" + id + "\"}", false));
		}
	}

	@Test
	void nothingIsSentWhenTheTimeWasUpWhileTheStoreWasRead() throws Exception {
		this.fixture.shutdownTimeout = Duration.ofMillis(200);
		OutboxPublisher publisher = this.fixture.publisher();
		CountDownLatch reading = new CountDownLatch(1);
		CountDownLatch read = new CountDownLatch(1);
		AtomicReference<Thread> relay = new AtomicReference<>();
		this.store.before = (call) -> {
			if (call.equals("read")) {
				relay.set(Thread.currentThread());
				reading.countDown();
				awaitUninterruptibly(read);
			}
		};
		publish(publisher, "a");
		awaitUninterruptibly(reading);
		Thread closing = new Thread(publisher::close);
		closing.start();
		await().atMost(LONG).until(() -> closing.getState() == Thread.State.TIMED_WAITING);
		pause(Duration.ofMillis(300));
		read.countDown();
		closing.join(LONG.toMillis());
		Objects.requireNonNull(relay.get()).join(LONG.toMillis());
		assertThat(this.fixture.requests).isEmpty();
		assertThat(this.store.ids()).hasSize(1);
	}

	@Test
	void closingPassesAWholeWindowThatCannotBeRead() {
		this.fixture.shutdownTimeout = LONG;
		int capacity = this.fixture.settings().queueCapacity();
		putBacklog(2 * capacity);
		this.store.unreadable.addAll(this.store.ids());
		OutboxPublisher publisher = this.fixture.publisher();
		publish(publisher, "a");
		publisher.close();
		assertThat(this.fixture.taken).containsExactly("a");
		assertThat(this.store.ids()).hasSize(2 * capacity);
	}

	@Test
	void aStoreThatFailsIsNotAskedByEveryFlush() {
		this.store.before = (call) -> {
			if (call.equals("sizes")) {
				throw new IllegalStateException(call);
			}
		};
		OutboxPublisher publisher = this.fixture.publisher();
		publish(publisher, "a");
		await().atMost(LONG).until(() -> this.store.callsOf("sizes") > 0);
		for (int i = 0; i < 20; i++) {
			assertThat(publisher.flush(Duration.ofMillis(50))).isFalse();
		}
		assertThat(this.store.callsOf("sizes")).isLessThan(10);
	}

	@Test
	void closingBreaksOffARequestWhenTheTimeIsUp() {
		this.fixture.shutdownTimeout = Duration.ofMillis(100);
		AtomicBoolean interrupted = new AtomicBoolean();
		this.fixture.server = (labels) -> hang(interrupted);
		OutboxPublisher publisher = this.fixture.publisher();
		publish(publisher, "a");
		await().atMost(LONG).until(() -> this.fixture.requests.size() == 1);
		publisher.close();
		await().atMost(LONG).untilTrue(interrupted);
		await().atMost(LONG).until(() -> this.store.owner() == null);
		assertThat(this.store.ids()).hasSize(1);
		assertThat(this.store.interrupted).isEmpty();
	}

	@Test
	void keepsTheLeaseFromOthersWhileARequestDoesNotEnd() {
		this.fixture.shutdownTimeout = Duration.ofMillis(100);
		this.fixture.server = (labels) -> {
			awaitUninterruptibly(this.end);
			return null;
		};
		OutboxPublisher publisher = this.fixture.publisher();
		publish(publisher, "a");
		await().atMost(LONG).until(() -> this.fixture.requests.size() == 1);
		publisher.close();
		assertThat(this.store.owner()).isNotNull();
		this.end.countDown();
		await().atMost(LONG).until(() -> this.store.ids().isEmpty());
	}

	@Test
	void anInterruptedCloserDoesNotWait() throws Exception {
		AtomicBoolean interrupted = new AtomicBoolean();
		this.fixture.shutdownTimeout = LONG;
		this.fixture.server = (labels) -> hang(interrupted);
		OutboxPublisher publisher = this.fixture.publisher();
		publish(publisher, "a");
		await().atMost(LONG).until(() -> this.fixture.requests.size() == 1);
		Thread closer = new Thread(publisher::close);
		closer.start();
		closer.interrupt();
		closer.join(LONG.toMillis());
		assertThat(closer.isAlive()).isFalse();
		await().atMost(LONG).untilTrue(interrupted);
		await().atMost(LONG).until(() -> this.store.owner() == null);
	}

	@Test
	void closingTwiceTakesNoLongerThanOnce() throws Exception {
		this.fixture.server = (labels) -> Failures.refused();
		this.fixture.shutdownTimeout = Duration.ofSeconds(2);
		OutboxPublisher publisher = this.fixture.publisher();
		publish(publisher, "a");
		await().atMost(LONG).until(() -> !this.fixture.requests.isEmpty());
		Thread closer = new Thread(publisher::close);
		closer.start();
		publisher.close();
		closer.join(LONG.toMillis());
		assertThat(closer.isAlive()).isFalse();
		assertThat(this.store.owner()).isNull();
	}

	@Test
	void noInterruptReachesTheStore() throws Exception {
		CountDownLatch taken = new CountDownLatch(3);
		this.fixture.server = (labels) -> {
			Thread.currentThread().interrupt();
			return null;
		};
		this.fixture.onDelivered = () -> {
			Thread.currentThread().interrupt();
			taken.countDown();
		};
		OutboxPublisher publisher = this.fixture.publisher();
		for (String label : List.of("a", "b", "c")) {
			publish(publisher, label);
			assertThat(publisher.flush(LONG)).isTrue();
		}
		assertThat(taken.await(60, TimeUnit.SECONDS)).isTrue();
		publisher.close();
		assertThat(this.store.interrupted).isEmpty();
	}

	@Test
	void whatIsReplayedAndRefusedAgainIsReplayedOnce() {
		addDeadLetter();
		AtomicInteger asked = new AtomicInteger();
		int replayed = this.fixture.publisher().control().replay((letter) -> {
			assertThat(asked.incrementAndGet()).isLessThan(10);
			// As if it had been refused again before the next page is read.
			addDeadLetter();
			return true;
		});
		assertThat(replayed).isEqualTo(1);
		assertThat(this.store.countDeadLetters()).isEqualTo(1);
	}

	private void addDeadLetter() {
		PendingWrite write = new PendingWrite(Operation.POST_USER_EVENTS, List.of(), "{}", false);
		this.store.add(List.of(write), () -> {
		});
		long newest = this.store.ids().stream().mapToLong(Long::longValue).max().orElseThrow();
		this.store.setAside(List.of(new OutboxStore.FailedWrite(newest, new UndeliveredWrite(Operation.POST_USER_EVENTS,
				List.of(), "{}", UndeliveredWrite.Reason.REFUSED, "no"))));
	}

}
