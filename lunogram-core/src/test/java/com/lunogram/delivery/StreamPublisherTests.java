package com.lunogram.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.delivery.UndeliveredWrite.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link StreamPublisher}, with streams that have troubles.
 */
class StreamPublisherTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final StreamFixture fixture = new StreamFixture();

	private final FakeStream stream = new FakeStream();

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void aStreamThatDoesNotAnswerIsNotDeliveredAndTold() {
		this.fixture.shutdownTimeout = Duration.ZERO;
		StreamPublisher publisher = this.fixture.publisher(this.stream);
		publisher.start();
		publisher.publish(DeliveryFixture.event("a", "u"));
		await().atMost(LONG).until(() -> publisher.control().status().state() == State.RETRYING);
		DeliveryStatus status = publisher.control().status();
		assertThat(status.lastError()).isEqualTo("the stream does not answer");
		assertThat(status.queued()).isEqualTo(1);
		assertThat(this.fixture.requests).isEmpty();
		this.stream.opened().confirm(Duration.ofMinutes(1));
		await().atMost(LONG).until(() -> this.fixture.taken.contains("a"));
		await().atMost(LONG).until(() -> publisher.control().status().state() == State.RUNNING);
	}

	@Test
	void aStreamThatIsBrokenIsToldThoughNothingIsKnownToWait() {
		this.stream.confirmed = true;
		StreamPublisher publisher = this.fixture.publisher(this.stream);
		publisher.start();
		this.stream.opened().broken(new IllegalStateException("no thread"));
		await().atMost(LONG).until(() -> publisher.control().status().lastError() != null);
		DeliveryStatus status = publisher.control().status();
		assertThat(status.lastError()).endsWith("hands nothing over: java.lang.IllegalStateException: no thread");
		assertThat(status.state()).isEqualTo(State.RETRYING);
		assertThat(status.queued()).isEqualTo(1);
		assertThat(status.oldestAge()).isPositive();
		this.stream.opened().mended();
		assertThat(publisher.control().status().state()).isNotEqualTo(State.RETRYING);
		assertThat(publisher.control().status().queued()).isZero();
		assertThat(publisher.control().status().oldestAge()).isZero();
	}

	@Test
	void aRelayThatMayNotDeliverYetWaits() {
		this.fixture.shutdownTimeout = Duration.ZERO;
		AtomicReference<@Nullable Thread> started = new AtomicReference<>();
		this.fixture.threads = (relay) -> {
			Thread thread = new DaemonThreads().newThread(relay, "lunogram-delivery");
			started.set(thread);
			return thread;
		};
		StreamPublisher publisher = this.fixture.publisher(this.stream);
		publisher.publish(DeliveryFixture.event("a", "u"));
		Thread relay = Objects.requireNonNull(started.get());
		// What is there would end any other wait.
		await().atMost(LONG).until(() -> publisher.control().status().state() == State.RETRYING);
		await().atMost(LONG).until(() -> relay.getState() == Thread.State.TIMED_WAITING);
		this.stream.opened().confirm(Duration.ofMinutes(1));
		await().atMost(LONG).until(() -> this.fixture.taken.contains("a"));
	}

	@Test
	void whatCannotBeSetAsideNowIsTriedAgain() {
		this.stream.confirmed = true;
		this.stream.setAsideFailures.set(1);
		this.fixture.server = (labels) -> labels.contains("bad") ? Failures.status(400) : null;
		StreamPublisher publisher = this.fixture.publisher(this.stream);
		publisher.publish(DeliveryFixture.event("bad", "u"));
		await().atMost(LONG).until(() -> publisher.control().status().lastError() != null);
		await().atMost(LONG).until(() -> this.stream.aside.size() == 1);
		await().atMost(LONG).until(() -> this.stream.opened().firstOpen(0) == null);
		assertThat(this.fixture.requests).hasSize(1);
		assertThat(publisher.control().deadLetters()).hasSize(1);
	}

	@Test
	void theNextRequestWaitsUntilTheEndOfTheLastIsKept() {
		this.stream.confirmed = true;
		CountDownLatch keeping = new CountDownLatch(1);
		this.stream.keeping = keeping;
		StreamPublisher publisher = this.fixture.publisher(this.stream);
		publisher.publish(DeliveryFixture.event("a", "u"));
		await().atMost(LONG).until(() -> this.fixture.taken.contains("a"));
		publisher.publish(DeliveryFixture.event("b", "u"));
		int asked = this.stream.keeps.get();
		await().atMost(LONG).until(() -> this.stream.keeps.get() >= asked + 2);
		assertThat(this.fixture.taken).containsExactly("a");
		keeping.countDown();
		await().atMost(LONG).until(() -> this.fixture.taken.contains("b"));
	}

	@Test
	void theNextRequestWaitsForThatThoughMoreHasComeInMeanwhile() {
		this.stream.confirmed = true;
		CountDownLatch keeping = new CountDownLatch(1);
		this.stream.keeping = keeping;
		StreamPublisher publisher = this.fixture.publisher(this.stream);
		AtomicBoolean more = new AtomicBoolean(true);
		this.fixture.server = (labels) -> {
			if (more.getAndSet(false)) {
				publisher.publish(DeliveryFixture.event("b", "u"), DeliveryFixture.event("c", "v"));
			}
			return null;
		};
		publisher.publish(DeliveryFixture.event("a", "u"));
		await().atMost(LONG).until(() -> this.stream.keeps.get() >= 2);
		assertThat(this.fixture.requests).hasSize(1);
		keeping.countDown();
		await().atMost(LONG).until(() -> this.fixture.taken.contains("c"));
	}

	@Test
	void whatIsNeverKeptDoesNotHoldUpTheEnd() {
		this.stream.confirmed = true;
		this.stream.keeping = new CountDownLatch(1);
		this.fixture.shutdownTimeout = Duration.ofMillis(10);
		StreamPublisher publisher = this.fixture.publisher(this.stream);
		publisher.publish(DeliveryFixture.event("a", "u"));
		await().atMost(LONG).until(() -> this.stream.keeps.get() > 0);
		publisher.publish(DeliveryFixture.event("b", "u"));
		publisher.close();
		assertThat(this.fixture.taken).containsExactly("a");
	}

	@Test
	void isReadyForTheStreamWhenThereIsAThreadAndTakesWritesBefore() {
		this.stream.confirmed = true;
		AtomicInteger threads = new AtomicInteger();
		this.fixture.threads = (relay) -> (threads.incrementAndGet() == 1) ? new NoThread()
				: new DaemonThreads().newThread(relay, "lunogram-delivery");
		StreamPublisher publisher = this.fixture.publisher(this.stream);
		publisher.publish(DeliveryFixture.event("a", "u"));
		assertThat(this.stream.opens).hasValue(0);
		assertThat(publisher.control().status().published()).isEqualTo(1);
		assertThat(publisher.control().status().lastError()).contains("native thread");
		publisher.publish(DeliveryFixture.event("b", "u"));
		publisher.publish(DeliveryFixture.event("c", "u"));
		await().atMost(LONG).until(() -> this.fixture.taken.contains("c"));
		assertThat(this.stream.opens).hasValue(1);
		assertThat(threads).hasValue(2);
	}

	@Test
	void aStreamThatHasNoThreadForItsReaderIsOpenedLater() {
		this.stream.confirmed = true;
		this.stream.openFailures.set(1);
		AtomicInteger threads = new AtomicInteger();
		this.fixture.threads = (relay) -> {
			threads.incrementAndGet();
			return new DaemonThreads().newThread(relay, "lunogram-delivery");
		};
		StreamPublisher publisher = this.fixture.publisher(this.stream);
		publisher.publish(DeliveryFixture.event("a", "u"));
		assertThat(publisher.control().status().published()).isEqualTo(1);
		assertThat(publisher.control().status().lastError()).contains("native thread");
		publisher.publish(DeliveryFixture.event("b", "u"));
		await().atMost(LONG).until(() -> this.fixture.taken.contains("b"));
		assertThat(this.stream.opens).hasValue(2);
		assertThat(threads).hasValue(1);
	}

	@Test
	void endsThoughThereWasNeverAThread() {
		this.fixture.threads = (relay) -> new NoThread();
		StreamPublisher publisher = this.fixture.publisher(this.stream);
		publisher.publish(DeliveryFixture.event("a", "u"));
		publisher.close();
		assertThat(this.fixture.undelivered).isEmpty();
		assertThat(this.stream.closed).isTrue();
	}

	@Test
	void whatIsOnlyPublishedHereIsDeliveredElsewhere() {
		this.stream.delivered = false;
		StreamPublisher publisher = this.fixture.publisher(this.stream);
		publisher.publish(DeliveryFixture.event("a", "u"));
		publisher.control().pause();
		assertThat(publisher.control().status().state()).isEqualTo(State.STANDBY);
		assertThat(publisher.control().status().published()).isEqualTo(1);
		assertThat(this.stream.window).isNull();
	}

	@Test
	void offersThatFailAreToldToTheCallerAlone() {
		this.stream.failure = new IllegalStateException("full");
		StreamPublisher publisher = this.fixture.publisher(this.stream);
		assertThat(publisher.offer(LONG, DeliveryFixture.event("a", "u"), DeliveryFixture.event("a", "u"))).isFalse();
		assertThat(this.fixture.undelivered).isEmpty();
		publisher.publish(DeliveryFixture.event("a", "u"));
		assertThat(this.fixture.undelivered).extracting(UndeliveredWrite::reason).containsExactly(Reason.UNAVAILABLE);
		assertThat(publisher.control().status().published()).isZero();
	}

	@Test
	void deadLettersThatFindNoRoomStay() {
		this.stream.confirmed = true;
		this.fixture.server = (labels) -> Failures.status(400);
		StreamPublisher publisher = this.fixture.publisher(this.stream);
		publisher.publish(DeliveryFixture.event("a", "u"));
		await().atMost(LONG).until(() -> !publisher.control().deadLetters().isEmpty());
		this.stream.failure = new IllegalStateException("full");
		assertThat(publisher.control().replay((letter) -> true)).isZero();
		assertThat(publisher.control().deadLetters()).hasSize(1);
	}

	@Test
	void whatComesAfterTheEndIsReported() {
		StreamPublisher publisher = this.fixture.publisher(this.stream);
		publisher.close();
		publisher.publish(DeliveryFixture.event("a", "u"));
		assertThat(this.fixture.undelivered).extracting(UndeliveredWrite::reason).containsExactly(Reason.CLOSED);
		assertThat(publisher.offer(LONG, DeliveryFixture.event("a", "u"))).isFalse();
	}

	/**
	 * A stream of one partition that hands over at once what it is given.
	 */
	private static final class FakeStream implements WriteStream {

		private final AtomicInteger setAsideFailures = new AtomicInteger();

		private final AtomicInteger opens = new AtomicInteger();

		private final AtomicInteger openFailures = new AtomicInteger();

		/** How often it was asked to keep what is settled. */
		private final AtomicInteger keeps = new AtomicInteger();

		private volatile CountDownLatch keeping = new CountDownLatch(0);

		private final List<UndeliveredWrite> aside = Collections.synchronizedList(new ArrayList<>());

		private volatile boolean confirmed;

		private volatile boolean delivered = true;

		private volatile boolean closed;

		private volatile @Nullable RuntimeException failure;

		private volatile @Nullable DeliveryWindow window;

		private long offset;

		private DeliveryWindow opened() {
			DeliveryWindow opened = this.window;
			assertThat(opened).isNotNull();
			return Objects.requireNonNull(opened);
		}

		@Override
		public boolean isInTransaction() {
			return false;
		}

		@Override
		public void append(List<PendingWrite> writes, AppendOutcome outcome) {
			for (PendingWrite write : writes) {
				outcome.appended(write, this.failure);
				DeliveryWindow opened = this.window;
				if (this.failure == null && opened != null) {
					opened.add(List.of(new StreamedWrite(0, this.offset++, Duration.ZERO, write)));
				}
			}
		}

		@Override
		public void setAside(List<UndeliveredWrite> writes) {
			if (this.setAsideFailures.getAndDecrement() > 0) {
				throw new IllegalStateException("not now");
			}
			this.aside.addAll(writes);
		}

		@Override
		public boolean isDelivered() {
			return this.delivered;
		}

		@Override
		public void open(DeliveryWindow window, ThreadFactory threads) {
			this.opens.incrementAndGet();
			if (this.openFailures.getAndDecrement() > 0) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			this.window = window;
			window.share(1);
			if (this.confirmed) {
				window.confirm(Duration.ofMinutes(10));
			}
		}

		@Override
		public void windowChanged() {
			// It hands everything over at once.
		}

		@Override
		public boolean keep(Duration timeout) throws InterruptedException {
			this.keeps.incrementAndGet();
			return this.keeping.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}

		@Override
		public boolean flush(Duration timeout) {
			return true;
		}

		@Override
		public long backlog() {
			return 0;
		}

		@Override
		public void close() {
			this.closed = true;
		}

		@Override
		public String toString() {
			return "the stream";
		}

	}

}
