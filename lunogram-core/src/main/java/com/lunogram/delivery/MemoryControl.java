package com.lunogram.delivery;

import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import com.lunogram.delivery.DeliveryStats.Waiting;
import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.delivery.MemoryQueue.Offer;

/**
 * Looks into a delivery from memory, and steers it.
 */
final class MemoryControl implements DeliveryControl {

	private final MemoryQueue queue;

	private final Worker worker;

	private final DeliveryStats stats;

	private final DeadLetters deadLetters;

	private final LongSupplier nanoTime;

	private final DoubleSupplier requestsPerMinute;

	private final Requeue requeue;

	MemoryControl(MemoryQueue queue, Worker worker, DeliveryStats stats, DeadLetters deadLetters, LongSupplier nanoTime,
			DoubleSupplier requestsPerMinute, Requeue requeue) {
		this.queue = queue;
		this.worker = worker;
		this.stats = stats;
		this.deadLetters = deadLetters;
		this.nanoTime = nanoTime;
		this.requestsPerMinute = requestsPerMinute;
		this.requeue = requeue;
	}

	@Override
	public DeliveryStatus status() {
		DeliveryEngine.Progress progress = this.worker.engine().progress();
		int queued = this.queue.size();
		// What the worker has seen is older than what it has not.
		Long oldest = (progress.oldest() != null) ? progress.oldest() : this.queue.oldest();
		long age = (queued > 0 && oldest != null) ? this.nanoTime.getAsLong() - oldest : 0;
		return this.stats.status(this.queue.isClosed() ? State.CLOSED : progress.state(),
				new Waiting(queued, this.queue.bytes(), Duration.ofNanos(age), progress.parked()),
				this.worker.engine().inFlight(), this.requestsPerMinute.getAsDouble(), this.deadLetters.size());
	}

	@Override
	public void pause() {
		this.worker.setPaused(true);
	}

	@Override
	public void resume() {
		this.worker.setPaused(false);
	}

	@Override
	public List<DeadLetter> deadLetters() {
		return this.deadLetters.list();
	}

	@Override
	public int replay(Predicate<DeadLetter> which) {
		return this.deadLetters.replay(which, (letter) -> this.requeue.offer(letter.write()) == Offer.TAKEN);
	}

	@Override
	public int discard(Predicate<DeadLetter> which) {
		return this.deadLetters.take(which).size();
	}

	/**
	 * Puts a write into the queue without waiting for room.
	 */
	@FunctionalInterface
	interface Requeue {

		Offer offer(UndeliveredWrite write);

	}

}
