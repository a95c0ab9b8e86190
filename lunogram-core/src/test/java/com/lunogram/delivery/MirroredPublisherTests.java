package com.lunogram.delivery;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;

import com.lunogram.delivery.DeliveryStatus.State;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How two publishers end together. What they do before, the tests of the mirror tell.
 */
@Timeout(180)
class MirroredPublisherTests {

	/** So long that only what is wrong takes it. */
	private static final Duration LONG = Duration.ofSeconds(30);

	private final PublisherFixture main = new PublisherFixture();

	private final PublisherFixture mirror = new PublisherFixture();

	private final ThreadFactory threads = new DaemonThreads().named("closing");

	@AfterEach
	void tearDown() {
		this.main.close();
		this.mirror.close();
		await().until(() -> PublisherFixture.worker() == null);
	}

	private MirroredPublisher publisher(ThreadFactory threads) {
		return new MirroredPublisher(this.main.publisher(), this.mirror.publisher(), Runnable::run, threads);
	}

	@Test
	void bothAreClosedOneByOneIfTheSystemHasNoThreadToGive() {
		MirroredPublisher publisher = publisher((task) -> new NoThread());
		this.main.linger = LONG;
		publisher.publish(PublisherFixture.event("e1"));
		publisher.close();
		for (PublisherFixture each : List.of(this.main, this.mirror)) {
			assertThat(each.publisher().control().status().state()).isEqualTo(State.CLOSED);
			assertThat(each.taken).containsExactly("e1");
		}
	}

	@Test
	void whoIsInterruptedWhileClosingGetsTheRestOfBothReported() throws InterruptedException {
		Runnable limited = () -> {
			throw Failures.status(429, "3600");
		};
		this.main.server = limited;
		this.mirror.server = limited;
		MirroredPublisher publisher = publisher(this.threads);
		publisher.publish(PublisherFixture.event("e1"));
		await().until(() -> this.main.publisher().control().status().state() == State.RATE_LIMITED
				&& this.mirror.publisher().control().status().state() == State.RATE_LIMITED);
		AtomicReference<@Nullable List<String>> reported = new AtomicReference<>();
		Thread closing = new Thread(() -> {
			publisher.close();
			if (Thread.currentThread().isInterrupted()) {
				reported.set(List.of(this.main.undelivered.get(0), this.mirror.undelivered.get(0)));
			}
		});
		closing.start();
		await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
		closing.interrupt();
		closing.join(LONG.toMillis());
		assertThat(reported).hasValue(List.of("e1 SHUTDOWN", "e1 SHUTDOWN"));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(LONG);
	}

}
