package com.lunogram.delivery;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.delivery.UndeliveredWrite.Reason;
import com.lunogram.model.Operation;
import org.jspecify.annotations.Nullable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

@Timeout(180)
class MemoryPublisherTests {

	/** So long that only what is wrong takes it. */
	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

	private final PublisherFixture fixture = new PublisherFixture();

	/** Of other tests, which may have left a worker that is about to end. */
	@BeforeEach
	void awaitEndOfOthers() {
		await().until(() -> PublisherFixture.worker() == null);
	}

	@AfterEach
	void tearDown() {
		this.fixture.close();
		await().until(() -> PublisherFixture.worker() == null);
	}

	@Nested
	class Overflows {

		@Test
		void publishNeverWaitsForTheServerAndEveryDropIsReported() throws InterruptedException {
			fixture().capacity = 10;
			fixture().blockTimeout = FOR_EVER;
			fixture().hangWith("first");
			// The server does not answer before this loop is over.
			for (int i = 0; i < 1000; i++) {
				fixture().publisher().publish(PublisherFixture.event("e" + i));
			}
			assertThat(fixture().undelivered).hasSize(991).first().isEqualTo("e9 QUEUE_FULL");
			fixture().answer();
			assertThat(fixture().publisher().flush(LONG)).isTrue();
			assertThat(fixture().taken).hasSize(10);
		}

		@Test
		void severalAreTakenTogetherOrNotAtAll() throws InterruptedException {
			fixture().capacity = 10;
			fixture().hangWith("first");
			fixture().publisher().publish(PublisherFixture.events("a", 8));
			fixture().publisher().publish(PublisherFixture.events("b", 2));
			assertThat(fixture().undelivered).containsExactly("b0 QUEUE_FULL", "b1 QUEUE_FULL");
			fixture().publisher().publish(PublisherFixture.event("c"));
			assertThat(fixture().undelivered).hasSize(2);
		}

		@Test
		void moreThanTheQueueHoldsIsNeverTaken() {
			fixture().capacity = 10;
			fixture().overflow = Overflow.BLOCK;
			fixture().blockTimeout = FOR_EVER;
			fixture().publisher().publish(PublisherFixture.events("a", 11));
			assertThat(fixture().undelivered).hasSize(11);
			assertThat(fixture().publisher().offer(FOR_EVER, PublisherFixture.events("a", 11))).isFalse();
		}

		@Test
		void bytesAreBoundedAsWell() throws InterruptedException {
			int size = new WriteSerializer().serialize(List.of(PublisherFixture.event("e0"))).get(0).size();
			fixture().maxBytes = 5L * size;
			fixture().hangWith("e0");
			fixture().publisher().publish(PublisherFixture.events("e", 4));
			assertThat(fixture().undelivered).isEmpty();
			fixture().publisher().publish(PublisherFixture.event("e4"));
			assertThat(fixture().undelivered).containsExactly("e4 QUEUE_FULL");
			fixture().answer();
			assertThat(fixture().publisher().flush(LONG)).isTrue();
			fixture().publisher().publish(PublisherFixture.events("e", 5));
			assertThat(fixture().undelivered).hasSize(1);
		}

		@Test
		void blockWaitsForAWhileOnly() throws InterruptedException {
			fixture().capacity = 1;
			fixture().overflow = Overflow.BLOCK;
			fixture().hangWith("first");
			long begin = System.nanoTime();
			fixture().publisher().publish(PublisherFixture.event("e1"));
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(200), LONG);
			assertThat(fixture().undelivered).containsExactly("e1 QUEUE_FULL");
		}

		@Test
		void blockEndsWhenThereIsRoom() throws InterruptedException {
			fixture().capacity = 1;
			fixture().overflow = Overflow.BLOCK;
			fixture().blockTimeout = FOR_EVER;
			fixture().hangWith("first");
			CompletableFuture<Void> publishing = CompletableFuture
				.runAsync(() -> fixture().publisher().publish(PublisherFixture.event("e1")));
			assertThat(publishing).isNotDone();
			fixture().answer();
			publishing.join();
			assertThat(fixture().publisher().flush(LONG)).isTrue();
			assertThat(fixture().taken).containsExactly("first", "e1");
		}

		@Test
		void aPoisonThatFillsTheQueueIsGivenUpForThoseWhoWaitForRoom() {
			fixture().capacity = 2;
			fixture().overflow = Overflow.BLOCK;
			fixture().blockTimeout = FOR_EVER;
			fixture().server = () -> {
				if (fixture().undelivered.isEmpty()) {
					throw Failures.status(500);
				}
			};
			fixture().publisher().publish(PublisherFixture.event("p1", "P"), PublisherFixture.event("p2", "P"));
			CompletableFuture<Void> other = CompletableFuture
				.runAsync(() -> fixture().publisher().publish(PublisherFixture.event("e1", "E")));
			assertThat(other).succeedsWithin(LONG);
			assertThat(fixture().publisher().flush(LONG)).isTrue();
			assertThat(fixture().undelivered).containsExactly("p1 GAVE_UP");
			assertThat(fixture().taken).containsExactlyInAnyOrder("p2", "e1");
		}

		@Test
		void offerTellsWhetherThereWasRoom() throws InterruptedException {
			fixture().capacity = 2;
			fixture().hangWith("first");
			assertThat(fixture().publisher().offer(Duration.ZERO, PublisherFixture.event("e1"))).isTrue();
			assertThat(fixture().publisher().offer(Duration.ZERO, PublisherFixture.event("e2"))).isFalse();
			assertThat(fixture().publisher().offer(Duration.ofMillis(50), PublisherFixture.event("e3"))).isFalse();
			CompletableFuture<Boolean> offering = CompletableFuture
				.supplyAsync(() -> fixture().publisher().offer(FOR_EVER, PublisherFixture.event("e4")));
			fixture().answer();
			assertThat(offering.join()).isTrue();
			assertThat(fixture().publisher().offer(Duration.ZERO)).isTrue();
			assertThat(fixture().publisher().flush(FOR_EVER)).isTrue();
			assertThat(fixture().taken).containsExactly("first", "e1", "e4");
			assertThat(fixture().undelivered).isEmpty();
		}

		@Test
		void anInterruptedCallerIsServedIfItNeedNotWait() {
			Thread.currentThread().interrupt();
			fixture().publisher().publish(PublisherFixture.event("e1"));
			assertThat(Thread.interrupted()).isTrue();
			assertThat(fixture().publisher().flush(LONG)).isTrue();
			assertThat(fixture().taken).containsExactly("e1");
		}

		@Test
		void anInterruptedCallerDoesNotWaitForRoom() throws InterruptedException {
			fixture().capacity = 1;
			fixture().overflow = Overflow.BLOCK;
			fixture().blockTimeout = FOR_EVER;
			fixture().hangWith("first");
			Thread.currentThread().interrupt();
			fixture().publisher().publish(PublisherFixture.event("e1"));
			assertThat(Thread.interrupted()).isTrue();
			assertThat(fixture().undelivered).containsExactly("e1 QUEUE_FULL");
		}

	}

	@Nested
	class Flushes {

		@Test
		void thereIsNothingToWaitForBeforeTheFirstWrite() {
			assertThat(fixture().publisher().flush(FOR_EVER)).isTrue();
		}

		@Test
		void flushDoesNotLinger() {
			fixture().linger = FOR_EVER;
			fixture().publisher().publish(PublisherFixture.events("e", 3));
			assertThat(fixture().publisher().flush(LONG)).isTrue();
			assertThat(fixture().delivered).hasValue(3);
		}

		@Test
		void flushWaitsForTheAnswer() throws InterruptedException {
			fixture().hangWith("e1");
			assertThat(fixture().publisher().flush(Duration.ofMillis(100))).isFalse();
			CompletableFuture<Boolean> flushing = CompletableFuture
				.supplyAsync(() -> fixture().publisher().flush(LONG));
			fixture().answer();
			assertThat(flushing.join()).isTrue();
			assertThat(fixture().taken).containsExactly("e1");
		}

		@Test
		void flushIsOverForAllThatWait() throws InterruptedException {
			fixture().hangWith("e1");
			List<CompletableFuture<Boolean>> flushing = IntStream.range(0, 4)
				.mapToObj((i) -> CompletableFuture.supplyAsync(() -> fixture().publisher().flush(LONG),
						(task) -> new Thread(task).start()))
				.toList();
			fixture().answer();
			assertThat(flushing).allMatch(CompletableFuture::join);
		}

		@Test
		void flushDoesNotWaitForWhatComesLater() throws InterruptedException {
			CountDownLatch stop = new CountDownLatch(1);
			CompletableFuture<Void> producing = CompletableFuture.runAsync(() -> {
				for (int i = 0; stop.getCount() > 0; i++) {
					fixture().publisher().offer(LONG, PublisherFixture.event("later" + i));
				}
			});
			for (int i = 0; i < 20; i++) {
				assertThat(fixture().publisher().flush(LONG)).isTrue();
			}
			stop.countDown();
			producing.join();
		}

		@Test
		void flushDuringAHoldTimesOut() {
			AtomicBoolean limited = new AtomicBoolean(true);
			fixture().shutdownTimeout = Duration.ZERO;
			fixture().server = () -> {
				if (limited.getAndSet(false)) {
					throw Failures.status(429, "3600");
				}
			};
			fixture().publisher().publish(PublisherFixture.event("e1"));
			await().untilAtomic(fixture().requests, is(1));
			assertThat(fixture().publisher().flush(Duration.ofMillis(200))).isFalse();
			assertThat(fixture().requests).hasValue(1);
		}

		@Test
		void anInterruptedFlushIsOver() throws InterruptedException {
			fixture().hangWith("e1");
			Thread.currentThread().interrupt();
			assertThat(fixture().publisher().flush(FOR_EVER)).isFalse();
			assertThat(Thread.interrupted()).isTrue();
		}

	}

	@Nested
	class Threads {

		@Test
		void thereIsNoneBeforeTheFirstWrite() {
			fixture().publisher();
			assertThat(PublisherFixture.worker()).isNull();
			fixture().publisher().publish(List.of());
			assertThat(PublisherFixture.worker()).isNull();
			fixture().publisher().publish(PublisherFixture.event("e1"));
			Thread worker = PublisherFixture.worker();
			assertThat(worker).isNotNull().matches(Thread::isDaemon);
		}

		@Test
		void theWorkerSleepsWhenThereIsNothingToDo() {
			fixture().publisher().publish(PublisherFixture.event("e1"));
			// No flush: it calls the worker, which may come only after it.
			await().untilAtomic(fixture().delivered, is(1));
			assertNoWakeUps(Duration.ofSeconds(2), () -> {
			});
		}

		@Test
		void theWorkerSleepsThroughAHoldWhateverComes() {
			fixture().server = () -> {
				throw Failures.status(429, "3600");
			};
			fixture().shutdownTimeout = Duration.ZERO;
			fixture().publisher().publish(PublisherFixture.event("e1"));
			await().untilAtomic(fixture().requests, is(1));
			assertNoWakeUps(Duration.ofMillis(300),
					() -> fixture().publisher().publish(PublisherFixture.events("e", 2000)));
		}

		@Test
		void theWorkerSleepsWhileItLingers() {
			fixture().linger = FOR_EVER;
			fixture().publisher().publish(PublisherFixture.event("e1"));
			assertNoWakeUps(Duration.ofMillis(300), () -> {
				for (int i = 0; i < 400; i++) {
					fixture().publisher().publish(PublisherFixture.event("e" + i));
				}
			});
			fixture().publisher().publish(PublisherFixture.events("f", 99));
			await().untilAtomic(fixture().delivered, is(500));
		}

		/** Once it sleeps, it goes on sleeping. */
		private void assertNoWakeUps(Duration during, Runnable action) {
			await().until(() -> isAsleep(worker()));
			long before = worker().getWaitedCount();
			action.run();
			await().during(during).atMost(LONG).until(() -> isAsleep(worker()));
			assertThat(worker().getWaitedCount()).isEqualTo(before);
		}

		/**
		 * Whether it waits for work: it also waits, for a moment, when somebody else has
		 * the lock of the queue.
		 */
		private static boolean isAsleep(ThreadInfo thread) {
			boolean waits = thread.getThreadState() == Thread.State.TIMED_WAITING
					|| thread.getThreadState() == Thread.State.WAITING;
			return waits && Arrays.stream(thread.getStackTrace())
				.map(StackTraceElement::getMethodName)
				.anyMatch("awaitNanos"::equals);
		}

		private static ThreadInfo worker() {
			Thread worker = PublisherFixture.worker();
			if (worker == null) {
				throw new IllegalStateException("There is no worker");
			}
			return ManagementFactory.getThreadMXBean().getThreadInfo(worker.getId(), Integer.MAX_VALUE);
		}

		@Test
		void theWorkerOutlivesErrorsAndInterrupts() {
			AtomicInteger calls = new AtomicInteger();
			fixture().server = () -> {
				int call = calls.incrementAndGet();
				if (call == 1) {
					throw new AssertionError("a bug");
				}
				if (call == 2) {
					Thread.currentThread().interrupt();
					throw Failures.reset();
				}
			};
			fixture().publisher().publish(PublisherFixture.event("e1"));
			await().untilAsserted(() -> assertThat(fixture().taken).containsExactly("e1"));
			fixture().publisher().publish(PublisherFixture.event("e2"));
			assertThat(fixture().publisher().flush(LONG)).isTrue();
			assertThat(fixture().requests).hasValue(4);
		}

		@Test
		void aListenerMayPublishThoughTheQueueIsFull() {
			fixture().capacity = 1;
			fixture().overflow = Overflow.BLOCK;
			fixture().blockTimeout = FOR_EVER;
			AtomicReference<@Nullable Boolean> flushed = new AtomicReference<>();
			fixture().listener = new DeliveryListener() {

				@Override
				public void onDelivered(Operation operation, int writes) {
					if (flushed.get() == null) {
						flushed.set(fixture().publisher().flush(FOR_EVER));
						fixture().publisher().offer(FOR_EVER, PublisherFixture.event("no room"));
						fixture().publisher().publish(PublisherFixture.event("no room either"));
					}
				}

			};
			fixture().publisher().publish(PublisherFixture.event("e1"));
			assertThat(fixture().publisher().flush(LONG)).isTrue();
			assertThat(flushed).hasValue(false);
			assertThat(fixture().undelivered).containsExactly("no room either QUEUE_FULL");
		}

		@Test
		void aListenerThatPublishesWhenThereIsNoRoomIsNotToldOfThat() throws InterruptedException {
			fixture().capacity = 1;
			AtomicInteger told = new AtomicInteger();
			fixture().listener = new DeliveryListener() {

				@Override
				public void onUndelivered(UndeliveredWrite write) {
					told.incrementAndGet();
					fixture().publisher().publish(PublisherFixture.event("lost"));
				}

			};
			fixture().hangWith("e1");
			for (int i = 1; i <= 3; i++) {
				fixture().publisher().publish(PublisherFixture.event("too many"));
				assertThat(told).hasValue(i);
			}
			assertThat(fixture().undelivered).containsOnly("too many QUEUE_FULL").hasSize(3);
			assertThat(fixture().publisher().control().status().undelivered()).containsEntry(Reason.QUEUE_FULL, 6L);
			assertThat(fixture().publisher().control().status().callbackFailures())
				.containsEntry(DeliveryStatus.Callback.LISTENER, 0L);
		}

		@Test
		@SuppressWarnings("ThreadPriorityCheck") // it is to have no effect
		void theWorkerTakesNothingOverFromWhoPublishesFirst() throws InterruptedException {
			InheritableThreadLocal<String> user = new InheritableThreadLocal<>();
			AtomicReference<@Nullable Thread> worker = new AtomicReference<>();
			AtomicReference<@Nullable String> seen = new AtomicReference<>();
			fixture().server = () -> {
				seen.set(user.get());
				worker.set(Thread.currentThread());
			};
			Thread first = new Thread(() -> {
				user.set("alice");
				fixture().publisher().publish(PublisherFixture.event("e1"));
			});
			first.setPriority(Thread.MIN_PRIORITY);
			first.setContextClassLoader(ClassLoader.getPlatformClassLoader());
			first.start();
			first.join();
			assertThat(fixture().publisher().flush(LONG)).isTrue();
			assertThat(seen).hasNullValue();
			assertThat(worker.get()).isNotNull().satisfies((thread) -> {
				assertThat(thread.getPriority()).isEqualTo(Thread.NORM_PRIORITY);
				assertThat(thread.getContextClassLoader()).isSameAs(LunogramPublisher.class.getClassLoader());
			});
		}

		@Test
		void theNextWriteTriesAgainIfNoThreadCanBeStarted() {
			AtomicInteger threads = new AtomicInteger();
			fixture().threads = (worker) -> (threads.incrementAndGet() == 1) ? new NoThread()
					: new DaemonThreads().newThread(worker, "lunogram-delivery");
			fixture().publisher().publish(PublisherFixture.event("e1"));
			assertThat(fixture().publisher().control().status().lastError()).contains("native thread");
			fixture().publisher().publish(PublisherFixture.event("e2"));
			assertThat(fixture().publisher().flush(LONG)).isTrue();
			assertThat(fixture().taken).containsExactly("e1", "e2");
		}

		@Test
		void whoFindsNoRoomTriesAgainTooIfNoThreadCouldBeStarted() {
			fixture().capacity = 1;
			AtomicInteger threads = new AtomicInteger();
			fixture().threads = (worker) -> (threads.incrementAndGet() == 1) ? new NoThread()
					: new DaemonThreads().newThread(worker, "lunogram-delivery");
			fixture().publisher().publish(PublisherFixture.event("e1"));
			fixture().publisher().publish(PublisherFixture.event("e2"));
			await().untilAsserted(() -> assertThat(fixture().taken).containsExactly("e1"));
			assertThat(fixture().undelivered).containsExactly("e2 QUEUE_FULL");
		}

		@Test
		void ofWhatIsLostWhenAListenerClosesOverALossAllAreTold() {
			fixture().capacity = 1;
			fixture().threads = (worker) -> new NoThread();
			fixture().listener = new DeliveryListener() {

				@Override
				public void onUndelivered(UndeliveredWrite write) {
					fixture().publisher().close();
				}

			};
			fixture().publisher().publish(PublisherFixture.event("e1"));
			fixture().publisher().publish(PublisherFixture.event("e2"));
			assertThat(fixture().undelivered).containsExactlyInAnyOrder("e1 SHUTDOWN", "e2 QUEUE_FULL");
		}

		@Test
		void whatIsLeftIsReportedIfThereWasNeverAThread() {
			fixture().threads = (worker) -> new NoThread();
			fixture().listener = new DeliveryListener() {

				@Override
				public void onUndelivered(UndeliveredWrite write) {
					fixture().publisher().close();
				}

			};
			fixture().publisher().publish(PublisherFixture.event("e1"));
			fixture().publisher().publish(PublisherFixture.event("e2"));
			fixture().publisher().close();
			assertThat(fixture().undelivered).containsExactly("e1 SHUTDOWN", "e2 SHUTDOWN");
		}

		@Test
		void aListenerMayPublishMore() {
			fixture().listener = new DeliveryListener() {

				@Override
				public void onDelivered(Operation operation, int writes) {
					if (fixture().requests.get() < 5) {
						fixture().publisher().publish(PublisherFixture.event("more"));
					}
				}

			};
			fixture().publisher().publish(PublisherFixture.event("e1"));
			await()
				.untilAsserted(() -> assertThat(fixture().taken).containsExactly("e1", "more", "more", "more", "more"));
		}

		@Test
		void aListenerMayCloseThePublisher() {
			fixture().listener = new DeliveryListener() {

				@Override
				public void onDelivered(Operation operation, int writes) {
					fixture().publisher().close();
				}

			};
			fixture().publisher().publish(PublisherFixture.event("e1"));
			await().untilAsserted(() -> assertThat(fixture().taken).containsExactly("e1"));
			await().until(() -> PublisherFixture.worker() == null);
		}

	}

	@Nested
	class Closing {

		@Test
		void whatWaitsIsDelivered() {
			fixture().linger = FOR_EVER;
			fixture().publisher().publish(PublisherFixture.events("e", 1700));
			fixture().publisher().close();
			assertThat(fixture().taken).hasSize(1700);
			assertThat(fixture().delivered).hasValue(1700);
			assertThat(fixture().undelivered).isEmpty();
		}

		@Test
		void afterwardsNothingIsTaken() {
			try (MemoryPublisher publisher = fixture().publisher()) {
				publisher.publish(PublisherFixture.event("e1"));
			}
			assertThat(fixture().taken).containsExactly("e1");
			fixture().publisher().publish(PublisherFixture.events("f", 2));
			assertThat(fixture().undelivered).containsExactly("f0 CLOSED", "f1 CLOSED");
			assertThat(fixture().publisher().offer(FOR_EVER, PublisherFixture.event("e3"))).isFalse();
			assertThat(fixture().publisher().flush(FOR_EVER)).isTrue();
			fixture().publisher().close();
		}

		@Test
		void afterwardsItIsClosedAlsoForMoreThanItEverHeld() {
			fixture().capacity = 2;
			fixture().publisher().close();
			fixture().publisher().publish(PublisherFixture.events("e", 3));
			assertThat(fixture().undelivered).containsExactly("e0 CLOSED", "e1 CLOSED", "e2 CLOSED");
			assertThat(PublisherFixture.worker()).isNull();
		}

		@Test
		void thereNeedNotBeAnyWrite() {
			fixture().publisher().close();
			assertThat(PublisherFixture.worker()).isNull();
		}

		@Test
		void aServerThatHangsIsNotWaitedForAndTheRestIsReported() throws InterruptedException {
			fixture().shutdownTimeout = Duration.ofMillis(300);
			fixture().hangWith("first");
			fixture().publisher().publish(PublisherFixture.events("e", 3));
			long begin = System.nanoTime();
			// The server never answers, so that only giving up ends it.
			fixture().publisher().close();
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
			assertThat(fixture().undelivered).containsExactly("first SHUTDOWN", "e0 SHUTDOWN", "e1 SHUTDOWN",
					"e2 SHUTDOWN");
			assertThat(fixture().taken).isEmpty();
		}

		@Test
		void aRequestThatHeedsNoInterruptIsNotWaitedForEither() throws InterruptedException {
			fixture().shutdownTimeout = Duration.ofMillis(100);
			Semaphore stuck = new Semaphore(0);
			CountDownLatch reached = new CountDownLatch(1);
			fixture().server = () -> {
				reached.countDown();
				stuck.acquireUninterruptibly();
			};
			fixture().publisher().publish(PublisherFixture.event("first"));
			reached.await();
			fixture().publisher().publish(PublisherFixture.events("e", 2));
			fixture().publisher().close();
			assertThat(fixture().undelivered).containsExactly("first SHUTDOWN", "e0 SHUTDOWN", "e1 SHUTDOWN");
			stuck.release();
			await().until(() -> PublisherFixture.worker() == null);
			assertThat(fixture().undelivered).hasSize(3);
			assertThat(fixture().delivered).hasValue(0);
			assertThat(fixture().requests).hasValue(1);
		}

		@Test
		void withoutTimeItGivesUpAtOnce() throws InterruptedException {
			fixture().shutdownTimeout = Duration.ZERO;
			fixture().hangWith("first");
			fixture().publisher().close();
			assertThat(fixture().undelivered).containsExactly("first SHUTDOWN");
		}

		@Test
		void aHoldEndsWithTheTime() {
			fixture().shutdownTimeout = Duration.ofMillis(100);
			fixture().server = () -> {
				throw Failures.status(429, "3600");
			};
			fixture().publisher().publish(PublisherFixture.event("e1"));
			await().untilAtomic(fixture().requests, is(1));
			fixture().publisher().publish(PublisherFixture.event("e2"));
			fixture().publisher().close();
			assertThat(fixture().undelivered).containsExactly("e1 SHUTDOWN", "e2 SHUTDOWN");
		}

		@Test
		void severalMayClose() throws InterruptedException {
			fixture().shutdownTimeout = Duration.ofMillis(300);
			fixture().hangWith("first");
			fixture().publisher().publish(PublisherFixture.events("e", 3));
			List<CompletableFuture<Void>> closing = IntStream.range(0, 4)
				.mapToObj((i) -> CompletableFuture.runAsync(() -> fixture().publisher().close(),
						(task) -> new Thread(task).start()))
				.toList();
			closing.forEach(CompletableFuture::join);
			assertThat(fixture().undelivered).hasSize(4);
		}

		@Test
		void whoIsInterruptedWhileClosingDoesNotWait() throws InterruptedException {
			fixture().shutdownTimeout = FOR_EVER;
			fixture().hangWith("first");
			Thread.currentThread().interrupt();
			fixture().publisher().close();
			assertThat(Thread.interrupted()).isTrue();
			await().untilAsserted(() -> assertThat(fixture().undelivered).containsExactly("first SHUTDOWN"));
		}

		@Test
		void whoWaitsForRoomIsToldThatItIsClosed() throws InterruptedException {
			fixture().capacity = 1;
			fixture().shutdownTimeout = Duration.ZERO;
			fixture().hangWith("first");
			CountDownLatch begun = new CountDownLatch(1);
			CompletableFuture<Boolean> offering = CompletableFuture.supplyAsync(() -> {
				begun.countDown();
				return fixture().publisher().offer(FOR_EVER, PublisherFixture.event("e1"));
			});
			begun.await();
			fixture().publisher().close();
			assertThat(offering.join()).isFalse();
		}

		@Test
		void whatIsGivenUpIsReportedBeforeCloseIsOverThoughThatTakesAWhile() throws InterruptedException {
			CountDownLatch reporting = new CountDownLatch(1);
			fixture().shutdownTimeout = Duration.ZERO;
			fixture().listener = new DeliveryListener() {

				@Override
				public void onUndelivered(UndeliveredWrite write) {
					awaitUninterruptibly(reporting);
				}

			};
			fixture().hangWith("first");
			CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> fixture().publisher().close(),
					(task) -> new Thread(task).start());
			// Longer than a request has to notice that time is up.
			await().during(Duration.ofMillis(1_500)).until(() -> !closing.isDone());
			reporting.countDown();
			closing.join();
			assertThat(fixture().undelivered).containsExactly("first SHUTDOWN");
		}

		private static void awaitUninterruptibly(CountDownLatch latch) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Test
		void listenersAreNotInterrupted() throws InterruptedException {
			AtomicBoolean interrupted = new AtomicBoolean();
			fixture().shutdownTimeout = Duration.ofMillis(50);
			fixture().listener = new DeliveryListener() {

				@Override
				public void onUndelivered(UndeliveredWrite write) {
					interrupted.compareAndSet(false, Thread.currentThread().isInterrupted());
				}

			};
			fixture().hangWith("first");
			fixture().publisher().close();
			assertThat(fixture().undelivered).hasSize(1);
			assertThat(interrupted).isFalse();
		}

		@Test
		void whoIsInterruptedWhileWaitingForTheEndWaitsNoLonger() throws InterruptedException {
			fixture().shutdownTimeout = FOR_EVER;
			fixture().hangWith("first");
			AtomicBoolean interrupted = new AtomicBoolean();
			Thread closing = new Thread(() -> {
				fixture().publisher().close();
				interrupted.set(Thread.currentThread().isInterrupted());
			});
			closing.start();
			await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
			closing.interrupt();
			closing.join(LONG.toMillis());
			assertThat(closing.isAlive()).isFalse();
			assertThat(interrupted).isTrue();
			await().untilAsserted(() -> assertThat(fixture().undelivered).containsExactly("first SHUTDOWN"));
		}

		@Test
		void whoIsInterruptedWhileClosingDuringAHoldGetsTheRestReported() throws InterruptedException {
			fixture().shutdownTimeout = FOR_EVER;
			fixture().server = () -> {
				throw Failures.status(429, "3600");
			};
			fixture().publisher().publish(PublisherFixture.event("e1"));
			await().until(() -> fixture().publisher().control().status().state() == State.RATE_LIMITED);
			AtomicReference<@Nullable List<String>> reported = new AtomicReference<>();
			AtomicBoolean interrupted = new AtomicBoolean();
			Thread closing = new Thread(() -> {
				fixture().publisher().close();
				interrupted.set(Thread.currentThread().isInterrupted());
				reported.set(List.copyOf(fixture().undelivered));
			});
			closing.start();
			await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
			closing.interrupt();
			closing.join(LONG.toMillis());
			assertThat(reported).hasValue(List.of("e1 SHUTDOWN"));
			assertThat(interrupted).isTrue();
		}

		@Test
		void aPauseThatComesWhileItClosesIsNotObeyed() throws Exception {
			fixture().hangWith("first");
			fixture().publisher().publish(PublisherFixture.event("e1"));
			CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> fixture().publisher().close(),
					(task) -> new Thread(task).start());
			await().until(() -> fixture().publisher().control().status().state() == State.CLOSED);
			fixture().publisher().control().pause();
			fixture().answer();
			assertThat(closing).succeedsWithin(LONG);
			assertThat(fixture().taken).containsExactly("first", "e1");
			assertThat(fixture().undelivered).isEmpty();
		}

		@Test
		void itDoesNotSleepThroughTheTimeItHas() {
			fixture().shutdownTimeout = Duration.ofSeconds(10);
			AtomicBoolean first = new AtomicBoolean(true);
			fixture().server = () -> {
				if (first.getAndSet(false)) {
					// Half a minute of patience.
					throw Failures.status(401);
				}
			};
			fixture().publisher().publish(PublisherFixture.event("e1"));
			await().until(() -> fixture().publisher().control().status().state() == State.BLOCKED);
			fixture().publisher().close();
			assertThat(fixture().taken).containsExactly("e1");
			assertThat(fixture().undelivered).isEmpty();
		}

		@Test
		void aListenerThatThrowsAtTheEndHidesNothingFromOthers() throws InterruptedException {
			fixture().shutdownTimeout = Duration.ZERO;
			fixture().listener = new DeliveryListener() {

				@Override
				public void onUndelivered(UndeliveredWrite write) {
					throw new AssertionError("broken");
				}

			};
			fixture().hangWith("first");
			fixture().publisher().publish(PublisherFixture.events("e", 2));
			fixture().publisher().close();
			await().untilAsserted(() -> assertThat(fixture().undelivered).containsExactly("first SHUTDOWN",
					"e0 SHUTDOWN", "e1 SHUTDOWN"));
			assertThat(fixture().publisher().control().status().callbackFailures())
				.containsEntry(DeliveryStatus.Callback.LISTENER, 3L);
		}

		@Test
		void aListenerThatBlocksIsNotWaitedForAndTheRestIsReportedWhenItReturns() throws InterruptedException {
			fixture().shutdownTimeout = Duration.ofMillis(100);
			fixture().maxEvents = 1;
			Semaphore stuck = new Semaphore(0);
			CountDownLatch reached = new CountDownLatch(1);
			fixture().listener = new DeliveryListener() {

				@Override
				public void onDelivered(Operation operation, int writes) {
					reached.countDown();
					stuck.acquireUninterruptibly();
				}

			};
			fixture().publisher().publish(PublisherFixture.event("first"));
			reached.await();
			fixture().publisher().publish(PublisherFixture.events("e", 2));
			fixture().publisher().close();
			assertThat(fixture().undelivered).isEmpty();
			assertThat(fixture().publisher().control().status().state()).isEqualTo(State.CLOSED);
			stuck.release(Integer.MAX_VALUE);
			await().until(() -> PublisherFixture.worker() == null);
			assertThat(fixture().taken).containsExactly("first");
			assertThat(fixture().undelivered).containsExactly("e0 SHUTDOWN", "e1 SHUTDOWN");
		}

		@Test
		void withoutTimeWhatIsNotYetSentIsReported() {
			fixture().shutdownTimeout = Duration.ZERO;
			fixture().linger = FOR_EVER;
			fixture().publisher().publish(PublisherFixture.events("e", 3));
			fixture().publisher().close();
			await().untilAsserted(() -> assertThat(fixture().undelivered.size() + fixture().taken.size()).isEqualTo(3));
		}

		@Test
		void ofAllThatIsPublishedMeanwhileEachIsDeliveredOrReported() {
			for (int round = 0; round < 30; round++) {
				PublisherFixture fixture = new PublisherFixture();
				MemoryPublisher publisher = fixture.publisher();
				List<CompletableFuture<Void>> producing = IntStream.range(0, 2)
					.mapToObj((producer) -> CompletableFuture.runAsync(() -> {
						for (int i = 0; i < 100; i++) {
							publisher.publish(PublisherFixture.event(producer + "-" + i));
						}
					}, (task) -> new Thread(task).start()))
					.toList();
				publisher.close();
				producing.forEach(CompletableFuture::join);
				await()
					.untilAsserted(() -> assertThat(fixture.taken.size() + fixture.undelivered.size()).isEqualTo(200));
			}
		}

	}

	@Test
	void manyProducersLoseNothingAndKeepTheirOrder() {
		int producers = 8;
		int each = 5000;
		this.fixture.capacity = 700;
		this.fixture.maxEvents = 100;
		this.fixture.overflow = Overflow.BLOCK;
		this.fixture.blockTimeout = FOR_EVER;
		this.fixture.server = () -> {
			switch (ThreadLocalRandom.current().nextInt(30)) {
				case 0 -> throw Failures.refused();
				case 1 -> throw Failures.status(503);
				case 2 -> throw Failures.status(500);
				default -> {
					// It answers.
				}
			}
		};
		List<CompletableFuture<Void>> producing = IntStream.range(0, producers)
			.mapToObj((producer) -> CompletableFuture.runAsync(() -> {
				for (int i = 0; i < each; i++) {
					this.fixture.publisher().publish(PublisherFixture.event(producer + ":" + i, "user" + producer));
				}
			}, (task) -> new Thread(task).start()))
			.toList();
		producing.forEach(CompletableFuture::join);
		this.fixture.publisher().close();
		assertThat(this.fixture.undelivered).isEmpty();
		Map<String, List<Integer>> taken = new HashMap<>();
		for (String label : this.fixture.taken) {
			int colon = label.indexOf(':');
			taken.computeIfAbsent(label.substring(0, colon), (key) -> new ArrayList<>())
				.add(Integer.valueOf(label.substring(colon + 1)));
		}
		assertThat(taken).hasSize(producers)
			.allSatisfy(
					(producer, numbers) -> assertThat(numbers).isEqualTo(IntStream.range(0, each).boxed().toList()));
		assertThat(this.fixture.delivered).hasValue(producers * each);
	}

	private PublisherFixture fixture() {
		return this.fixture;
	}

	/** For as long as only what is wrong takes. */
	private static ConditionFactory await() {
		return Awaitility.await().atMost(LONG);
	}

}
