package com.lunogram.delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import com.lunogram.delivery.OutboxStore.Oldest;
import com.lunogram.http.Pacer;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;

/**
 * Keeps writes in an outbox, and delivers from there while this instance has the lease.
 */
final class OutboxPublisher implements LunogramPublisher {

	/** So often does a flush look whether another instance has delivered. */
	private static final long FLUSH_POLL = Duration.ofMillis(50).toNanos();

	private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(1);

	private final WriteSerializer serializer = new WriteSerializer();

	private final OutboxStore store;

	private final OutboxSignals signals;

	private final Leadership leadership;

	private final Relay relay;

	private final Reports reports;

	private final DeliverySettings settings;

	private final LongSupplier nanoTime;

	private final DeliveryControl control;

	private final DaemonThreads threads;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile boolean started;

	private @Nullable Thread relayThread;

	private @Nullable Thread leadershipThread;

	static OutboxPublisher create(OutboxStore store, DeliverySettings settings, OutboxSettings outbox, Backoff backoff,
			Sender sender, Reports reports, LongSupplier nanoTime, Pacer pacer, DaemonThreads threads) {
		OutboxSignals signals = new OutboxSignals();
		Leadership leadership = new Leadership(store, UUID.randomUUID().toString(), outbox.lease(), nanoTime);
		Relay relay = new Relay(store, outbox, settings, leadership, signals, backoff, sender, reports, nanoTime,
				pacer::nanosUntilToken, threads);
		OutboxControl control = new OutboxControl(store, signals, relay, reports.stats(), nanoTime,
				pacer::requestsPerMinute, leadership::lookAgain);
		return new OutboxPublisher(store, signals, leadership, relay, reports, settings, nanoTime, control, threads);
	}

	private OutboxPublisher(OutboxStore store, OutboxSignals signals, Leadership leadership, Relay relay,
			Reports reports, DeliverySettings settings, LongSupplier nanoTime, DeliveryControl control,
			DaemonThreads threads) {
		this.store = store;
		this.signals = signals;
		this.leadership = leadership;
		this.relay = relay;
		this.reports = reports;
		this.settings = settings;
		this.nanoTime = nanoTime;
		this.control = control;
		this.threads = threads;
		leadership.onChange(relay::leadershipChanged);
	}

	@Override
	public void publish(Collection<? extends Write> writes) {
		List<PendingWrite> pending = this.serializer.serialize(writes).stream().map(QueuedWrite::pending).toList();
		if (!pending.isEmpty()) {
			this.store.add(pending, () -> committed(pending.size()));
			start();
		}
	}

	private void committed(int writes) {
		this.reports.stats().published.add(writes);
		this.signals.committed(writes);
	}

	@Override
	public boolean offer(Duration timeout, Write... writes) {
		publish(writes);
		return true;
	}

	@Override
	public boolean joinsTransaction() {
		return this.store.isInTransaction();
	}

	@Override
	public void start() {
		if (this.started) {
			return;
		}
		this.lock.lock();
		try {
			if (!this.started && !this.signals.isClosed()) {
				if (this.relayThread == null) {
					this.relayThread = start(this.relay, "lunogram-delivery");
				}
				if (this.leadershipThread == null) {
					this.leadershipThread = start(this.leadership, "lunogram-outbox-lease");
				}
				start(this.leadership::watch, "lunogram-outbox-watch");
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

	private Thread start(Runnable task, String name) {
		Thread thread = this.threads.newThread(task, name);
		thread.start();
		return thread;
	}

	@Override
	public boolean flush(Duration timeout) {
		long end = this.nanoTime.getAsLong() + TimeUnit.NANOSECONDS.convert(timeout);
		Long newest = this.store.newest();
		if (newest == null) {
			return true;
		}
		start();
		this.signals.flushing();
		try {
			while (true) {
				Oldest oldest = this.store.oldest();
				if (oldest == null || oldest.id() > newest) {
					return true;
				}
				long left = end - this.nanoTime.getAsLong();
				// A listener that flushes would wait for itself.
				if (left <= 0 || this.relay.isCurrentThread()) {
					return false;
				}
				this.signals.awaitSettled(Math.min(left, FLUSH_POLL));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		finally {
			this.signals.flushed();
		}
	}

	@Override
	public DeliveryControl control() {
		return this.control;
	}

	@Override
	public void close() {
		this.relay.stopWithin(this.settings.shutdownTimeout());
		if (this.relay.isCurrentThread()) {
			// A listener closes it: the relay ends when it has come back from there.
			return;
		}
		this.lock.lock();
		try {
			if (this.relayThread == null || hasEnded(this.relayThread)) {
				this.leadership.close();
			}
			else {
				this.leadership.abandon();
			}
			if (this.leadershipThread != null) {
				TimeUnit.NANOSECONDS.timedJoin(this.leadershipThread, RELEASE_TIMEOUT.toNanos());
			}
		}
		catch (InterruptedException ex) {
			// Who closes has no time, so there is none. The relay gives the lease up.
			this.relay.stopWithin(Duration.ZERO);
			this.relay.breakOff();
			Thread.currentThread().interrupt();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean hasEnded(Thread thread) throws InterruptedException {
		TimeUnit.NANOSECONDS.timedJoin(thread, this.relay.left());
		this.relay.breakOff();
		TimeUnit.NANOSECONDS.timedJoin(thread, RELEASE_TIMEOUT.toNanos());
		return !thread.isAlive();
	}

}
