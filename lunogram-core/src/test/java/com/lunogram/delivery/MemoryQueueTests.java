package com.lunogram.delivery;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import com.lunogram.delivery.MemoryQueue.Offer;
import com.lunogram.model.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@Timeout(60)
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
	void itOverflowsAsLongAsSomebodyWaitsForRoom() throws InterruptedException {
		publish(99);
		CompletableFuture<Offer> waiting = CompletableFuture.supplyAsync(this::offerTwoWithPatience);
		await().until(this.queue::isOverflowing);
		publish(1);
		this.queue.settle(this.published.subList(0, 1));
		// Still no room for both.
		await().until(this.queue::isOverflowing);
		assertThat(waiting).isNotDone();
		this.queue.settle(this.published.subList(1, 2));
		assertThat(waiting.join()).isEqualTo(Offer.TAKEN);
		assertThat(this.queue.isOverflowing()).isFalse();
	}

	private Offer offerTwoWithPatience() {
		QueuedWrite one = EngineFixture.write(Operation.POST_USER_EVENTS, "e", 0, false, "A");
		QueuedWrite other = EngineFixture.write(Operation.POST_USER_EVENTS, "e", 0, false, "A");
		try {
			return this.queue.offer(List.of(one, other), Long.MAX_VALUE);
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
