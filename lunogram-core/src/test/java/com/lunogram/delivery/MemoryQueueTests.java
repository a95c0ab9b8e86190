package com.lunogram.delivery;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import com.lunogram.model.Operation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MemoryQueueTests {

	private final AtomicLong nanoTime = new AtomicLong(5);

	private final MemoryQueue queue = new MemoryQueue(100, 10_000, new DeadLetters(Clock.systemUTC()),
			this.nanoTime::get);

	private final List<QueuedWrite> published = new ArrayList<>();

	private final List<QueuedWrite> handled = new ArrayList<>();

	private void publish(int count) throws InterruptedException {
		for (int i = 0; i < count; i++) {
			QueuedWrite write = EngineFixture.write(Operation.POST_USER_EVENTS, "e", 0, false, "A");
			this.queue.offer(List.of(write), 0);
			this.published.add(write);
		}
	}

	@Test
	void aWorkerThatThrowsGetsTheRestLaterInOrder() throws InterruptedException {
		publish(4);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.queue.drain((write) -> {
			if (this.handled.size() == 2) {
				publishMore();
				throw new AssertionError("a bug");
			}
			this.handled.add(write);
		}));
		assertThat(this.handled).hasSize(2);
		assertThat(this.queue.size()).isEqualTo(5);
		this.queue.drain(this.handled::add);
		assertThat(this.handled).isEqualTo(this.published);
		this.queue.drain((write) -> {
			throw new AssertionError("there is nothing left");
		});
	}

	private void publishMore() {
		try {
			publish(1);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void theOldestIsWhatTheWorkerHasNotSeen() throws InterruptedException {
		assertThat(this.queue.oldest()).isNull();
		publish(1);
		this.nanoTime.set(9);
		publish(1);
		assertThat(this.queue.oldest()).isEqualTo(5);
		this.queue.drain(this.handled::add);
		assertThat(this.queue.oldest()).isNull();
	}

}
