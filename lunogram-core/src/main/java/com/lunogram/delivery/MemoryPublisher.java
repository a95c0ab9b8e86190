package com.lunogram.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import com.lunogram.delivery.MemoryQueue.Offer;
import com.lunogram.delivery.UndeliveredWrite.Reason;
import com.lunogram.http.Pacer;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;

/**
 * Queues writes in memory and delivers them from one thread of its own, which it starts
 * with the first write.
 */
final class MemoryPublisher implements LunogramPublisher {

	private final Snapshots snapshots;

	private final ThreadFactory threads;

	private final DeliverySettings settings;

	private final MemoryQueue queue;

	private final Worker worker;

	private final Reports reports;

	private final ReentrantLock lock = new ReentrantLock();

	private final DeliveryControl control;

	private volatile @Nullable Thread thread;

	private boolean givenUp;

	MemoryPublisher(DeliverySettings settings, Backoff backoff, Sender sender, Reports reports, Clock clock,
			LongSupplier nanoTime, Pacer pacer, DaemonThreads threads) {
		this(new LunogramSnapshots(), threads.named("lunogram-delivery"), settings, backoff, sender, reports, clock,
				nanoTime, pacer);
	}

	MemoryPublisher(Snapshots snapshots, ThreadFactory threads, DeliverySettings settings, Backoff backoff,
			Sender sender, Reports reports, Clock clock, LongSupplier nanoTime, Pacer pacer) {
		this.snapshots = snapshots;
		this.threads = threads;
		this.settings = settings;
		this.reports = reports;
		DeadLetters deadLetters = new DeadLetters(clock);
		this.queue = new MemoryQueue(settings.queueCapacity(), settings.maxQueueBytes(), deadLetters, nanoTime);
		this.worker = new Worker(this.queue, settings, backoff, sender, reports, nanoTime, pacer::nanosUntilToken);
		this.control = new MemoryControl(this.queue, this.worker, reports.stats(), deadLetters, nanoTime,
				pacer::requestsPerMinute, (write) -> offer(List.of(snapshots.again(write)), Duration.ZERO));
	}

	@Override
	public void publish(Collection<? extends Write> writes) {
		publishPrepared(this.snapshots.serialize(writes));
	}

	/**
	 * Takes the snapshot now, to be handed over later.
	 * @return hands it over, as {@link #publish} does
	 */
	Runnable prepare(Collection<? extends Write> writes) {
		List<QueuedWrite> queued = this.snapshots.serialize(writes);
		return () -> publishPrepared(queued);
	}

	private void publishPrepared(List<QueuedWrite> queued) {
		Offer offer = offer(queued,
				(this.settings.overflow() == Overflow.BLOCK) ? this.settings.blockTimeout() : Duration.ZERO);
		if (offer != Offer.TAKEN) {
			Reason reason = (offer == Offer.FULL) ? Reason.QUEUE_FULL : Reason.CLOSED;
			String message = (offer == Offer.FULL) ? "the queue has no room" : "the publisher is closed";
			queued.forEach((write) -> this.reports.undelivered(write.undelivered(reason, message)));
		}
	}

	@Override
	public boolean offer(Duration timeout, Write... writes) {
		return offer(this.snapshots.serialize(List.of(writes)), timeout) == Offer.TAKEN;
	}

	private Offer offer(List<QueuedWrite> writes, Duration timeout) {
		if (writes.isEmpty()) {
			return Offer.TAKEN;
		}
		// A listener that publishes must not wait for room that only its own thread
		// makes.
		long nanos = this.worker.isCurrentThread() ? 0 : TimeUnit.NANOSECONDS.convert(timeout);
		try {
			Offer offer = this.queue.offer(writes, nanos);
			if (offer == Offer.TAKEN) {
				this.reports.stats().published.add(writes.size());
			}
			if (this.thread == null && offer != Offer.CLOSED) {
				startThread();
			}
			return offer;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Offer.FULL;
		}
	}

	private void startThread() {
		this.lock.lock();
		try {
			if (this.thread == null) {
				Thread started = this.threads.newThread(this.worker);
				started.start();
				this.thread = started;
			}
		}
		catch (OutOfMemoryError ex) {
			// The system has no thread to give, for now: the next write tries again.
			this.reports.threadMissing(ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean flush(Duration timeout) {
		// Likewise, a listener would wait for itself.
		long nanos = this.worker.isCurrentThread() ? 0 : TimeUnit.NANOSECONDS.convert(timeout);
		try {
			return this.queue.awaitSettled(nanos);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@Override
	public DeliveryControl control() {
		return this.control;
	}

	@Override
	public void close() {
		this.worker.stopWithin(this.settings.shutdownTimeout());
		this.queue.close();
		if (this.queue.size() > 0) {
			// Somebody may have published for the first time just now.
			startThread();
		}
		Thread started = this.thread;
		if (started == null) {
			giveUp();
		}
		else if (!this.worker.isCurrentThread()) {
			this.worker.awaitEnd(started);
		}
	}

	/** Reports what waits, as there was no thread to be had that would. */
	private void giveUp() {
		this.lock.lock();
		try {
			// A listener may close it once more.
			if (this.thread == null && !this.givenUp) {
				this.givenUp = true;
				this.worker.abandon();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
