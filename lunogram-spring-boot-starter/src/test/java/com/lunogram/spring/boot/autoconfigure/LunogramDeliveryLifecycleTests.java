package com.lunogram.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.lunogram.delivery.LunogramPublisher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link LunogramDeliveryLifecycle}, with publishers that fail.
 */
@ExtendWith(OutputCaptureExtension.class)
class LunogramDeliveryLifecycleTests {

	private final List<String> calls = new ArrayList<>();

	private final RuntimeException first = new IllegalStateException("first");

	private final Error second = new AssertionError("second");

	private final LunogramDeliveryLifecycle lifecycle = new LunogramDeliveryLifecycle(
			List.of(new Failing("a", this.first), new Failing("b", null), new Failing("c", this.second),
					new Failing("d", this.first), new Failing("e", null)),
			Duration.ofSeconds(3));

	@Test
	void allAreFlushedThoughSomeFail() {
		assertThatIllegalStateException().isThrownBy(this.lifecycle::stop).isSameAs(this.first);
		assertThat(this.calls).containsExactly("flush a", "flush b", "flush c", "flush d", "flush e");
		assertThat(this.first).hasSuppressedException(this.second);
		assertThat(this.lifecycle.isRunning()).isFalse();
	}

	@Test
	void allAreClosedThoughSomeFail() {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			this.lifecycle.setApplicationContext(context);
			this.lifecycle.onApplicationEvent(new ContextClosedEvent(context));
		}
		assertThatIllegalStateException().isThrownBy(this.lifecycle::stop).isSameAs(this.first);
		assertThat(this.calls).containsExactly("close a", "close b", "close c", "close d", "close e");
		assertThat(this.first).hasSuppressedException(this.second);
	}

	/** Otherwise it would wait for that, or not wait for others. */
	@Test
	void theContextIsToldOnceThatTheyAreStopped(CapturedOutput output) {
		AtomicInteger told = new AtomicInteger();
		this.lifecycle.stop(told::incrementAndGet);
		assertThat(told).hasValue(1);
		assertThat(this.calls).hasSize(5);
		assertThat(output).containsOnlyOnce("A LunogramPublisher could not be stopped")
			.contains("IllegalStateException: first")
			.contains("AssertionError: second");
	}

	@Test
	void allAreStartedThoughSomeFailAndStoppedThen() {
		assertThatIllegalStateException().isThrownBy(this.lifecycle::start).isSameAs(this.first);
		assertThat(this.calls).containsExactly("start a", "start b", "start c", "start d", "start e");
		assertThat(this.lifecycle.isRunning()).isTrue();
	}

	@Test
	void itDoesNotRunIfNoneCouldBeStarted() {
		LunogramDeliveryLifecycle one = new LunogramDeliveryLifecycle(List.of(new Failing("a", this.first)),
				Duration.ofSeconds(3));
		assertThatIllegalStateException().isThrownBy(one::start).isSameAs(this.first);
		assertThat(one.isRunning()).isFalse();
	}

	private final class Failing implements StubPublisher {

		private final String name;

		private final @Nullable Throwable failure;

		Failing(String name, @Nullable Throwable failure) {
			this.name = name;
			this.failure = failure;
		}

		@Override
		public void start() {
			note("start ");
		}

		@Override
		public boolean flush(Duration timeout) {
			assertThat(timeout).isEqualTo(Duration.ofSeconds(3));
			note("flush ");
			return true;
		}

		@Override
		public void close() {
			note("close ");
		}

		private void note(String call) {
			LunogramDeliveryLifecycleTests.this.calls.add(call + this.name);
			if (this.failure != null) {
				Failing.<RuntimeException>sneak(this.failure);
			}
		}

		@SuppressWarnings("unchecked")
		private static <E extends Throwable> void sneak(Throwable ex) throws E {
			throw (E) ex;
		}

	}

}
