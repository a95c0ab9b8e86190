package com.lunogram.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import com.lunogram.delivery.UndeliveredWrite.Reason;
import com.lunogram.http.Pacer;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;

/**
 * Keeps writes in a stream, and delivers what the stream hands over to this instance.
 */
final class StreamPublisher implements LunogramPublisher {

	/** How long a request that is broken off may take to end. */
	private static final Duration GRACE = Duration.ofSeconds(1);

	private final WriteSerializer serializer = new WriteSerializer();

	private final WriteStream stream;

	private final ThreadFactory threads;

	private final StreamWindow window;

	private final StreamRelay relay;

	private final Reports reports;

	private final DeliverySettings settings;

	private final DeliveryControl control;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile boolean started;

	private volatile boolean closed;

	private @Nullable Thread thread;

	StreamPublisher(WriteStream stream, ThreadFactory threads, DeliverySettings settings, Backoff backoff,
			Sender sender, Reports reports, Clock clock, LongSupplier nanoTime, Pacer pacer) {
		this.stream = stream;
		this.threads = threads;
		this.settings = settings;
		this.reports = reports;
		DeadLetters deadLetters = new DeadLetters(clock);
		this.window = new StreamWindow(settings.queueCapacity(), settings.maxQueueBytes(), nanoTime, pacer::share);
		this.relay = new StreamRelay(stream, this.window, settings, backoff, sender, reports, deadLetters, nanoTime,
				pacer::nanosUntilToken);
		this.control = new StreamControl(stream, this.window, this.relay, reports.stats(), deadLetters,
				pacer::requestsPerMinute, this::appended);
	}

	@Override
	public void publish(Collection<? extends Write> writes) {
		List<PendingWrite> pending = pending(writes);
		if (this.closed) {
			pending.forEach((write) -> lost(write, Reason.CLOSED, "the publisher is closed"));
		}
		else if (!pending.isEmpty()) {
			start();
			this.stream.append(pending, this::appended);
		}
	}

	private List<PendingWrite> pending(Collection<? extends Write> writes) {
		return this.serializer.serialize(writes).stream().map(QueuedWrite::pending).toList();
	}

	private void appended(PendingWrite write, @Nullable Throwable failure) {
		if (failure == null) {
			this.reports.stats().published.increment();
		}
		else {
			lost(write, Reason.UNAVAILABLE, String.valueOf(failure.getMessage()));
		}
	}

	private void lost(PendingWrite write, Reason reason, String message) {
		this.reports
			.undelivered(new UndeliveredWrite(write.operation(), write.subjects(), write.json(), reason, message));
	}

	@Override
	public boolean offer(Duration timeout, Write... writes) {
		List<PendingWrite> pending = pending(List.of(writes));
		if (this.closed) {
			return false;
		}
		start();
		StreamOffer offer = new StreamOffer(pending.size(), this::appended);
		this.stream.append(pending, offer);
		// What becomes of a transaction is known when its end is.
		return offer.isTaken(this.stream.isInTransaction() ? Duration.ZERO : timeout);
	}

	@Override
	public boolean joinsTransaction() {
		return this.stream.isInTransaction();
	}

	@Override
	public void start() {
		if (this.started || !this.stream.isDelivered()) {
			return;
		}
		this.lock.lock();
		try {
			if (!this.started && !this.closed) {
				// First: what is handed over to an instance that cannot deliver it is
				// kept from those that could.
				startThread();
				this.stream.open(this.window, this.threads);
				this.started = true;
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

	private void startThread() {
		if (this.thread == null) {
			Thread relayThread = this.threads.newThread(this.relay);
			relayThread.start();
			this.thread = relayThread;
		}
	}

	@Override
	public boolean flush(Duration timeout) {
		if (!this.closed) {
			start();
		}
		this.window.flushing();
		try {
			// A listener that flushes would wait for itself.
			return this.stream.flush(this.relay.isCurrentThread() ? Duration.ZERO : timeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		finally {
			this.window.flushed();
		}
	}

	@Override
	public DeliveryControl control() {
		return this.control;
	}

	@Override
	public void close() {
		this.closed = true;
		this.relay.stopWithin(this.settings.shutdownTimeout());
		this.stream.windowChanged();
		this.lock.lock();
		try {
			if (this.thread != null && !this.relay.isCurrentThread()) {
				TimeUnit.NANOSECONDS.timedJoin(this.thread, this.relay.left());
				this.relay.breakOff();
				TimeUnit.NANOSECONDS.timedJoin(this.thread, GRACE.toNanos());
			}
		}
		catch (InterruptedException ex) {
			this.relay.breakOff();
			Thread.currentThread().interrupt();
		}
		finally {
			this.lock.unlock();
			this.stream.close();
		}
	}

}
