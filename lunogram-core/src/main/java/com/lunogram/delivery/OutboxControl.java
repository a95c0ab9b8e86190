package com.lunogram.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import com.lunogram.delivery.DeliveryStats.Waiting;
import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.delivery.OutboxStore.Oldest;

/**
 * Looks into a delivery from an outbox, and steers it, whichever instance delivers.
 */
final class OutboxControl implements DeliveryControl {

	/** Counting takes a while if there is much to count. */
	private static final long COUNT_INTERVAL = Duration.ofSeconds(10).toNanos();

	/** As many as a delivery in memory keeps. */
	private static final int MAX_DEAD_LETTERS = 1_000;

	private static final int PAGE = 500;

	private final OutboxStore store;

	private final OutboxSignals signals;

	private final Relay relay;

	private final DeliveryStats stats;

	private final LongSupplier nanoTime;

	private final DoubleSupplier requestsPerMinute;

	/** Has this instance heed at once what others heed when they look. */
	private final Runnable onSteered;

	private final ReentrantLock lock = new ReentrantLock();

	private Counts counts = new Counts(0, 0);

	private long countAgainAt;

	OutboxControl(OutboxStore store, OutboxSignals signals, Relay relay, DeliveryStats stats, LongSupplier nanoTime,
			DoubleSupplier requestsPerMinute, Runnable onSteered) {
		this.store = store;
		this.signals = signals;
		this.relay = relay;
		this.stats = stats;
		this.nanoTime = nanoTime;
		this.requestsPerMinute = requestsPerMinute;
		this.onSteered = onSteered;
		this.countAgainAt = nanoTime.getAsLong();
	}

	@Override
	public DeliveryStatus status() {
		DeliveryEngine engine = this.relay.engine();
		DeliveryEngine.Progress progress = (engine != null) ? engine.progress() : null;
		State state = (progress != null) ? progress.state() : State.STANDBY;
		Oldest oldest = null;
		Counts counts = new Counts(0, 0);
		try {
			oldest = this.store.oldest();
			counts = counts();
		}
		catch (RuntimeException ex) {
			// Whoever looks wants to know that, and the rest.
			state = State.RETRYING;
			this.stats.failed(ex);
		}
		// The count may be some seconds old, and an empty outbox is known to be empty.
		long queued = (oldest != null) ? Math.max(1, counts.writes) : 0;
		Waiting waiting = new Waiting(queued, this.relay.windowBytes(), (oldest != null) ? oldest.age() : Duration.ZERO,
				(progress != null) ? progress.parked() : 0);
		return this.stats.status(this.signals.isClosed() ? State.CLOSED : state, waiting,
				(engine != null) ? engine.inFlight() : 0, this.requestsPerMinute.getAsDouble(), counts.deadLetters);
	}

	private Counts counts() {
		this.lock.lock();
		try {
			if (this.nanoTime.getAsLong() - this.countAgainAt >= 0) {
				this.counts = new Counts(this.store.count(), this.store.countDeadLetters());
				this.countAgainAt = this.nanoTime.getAsLong() + COUNT_INTERVAL;
			}
			return this.counts;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void countAnew() {
		this.lock.lock();
		try {
			this.countAgainAt = this.nanoTime.getAsLong();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void pause() {
		this.store.setPaused(true);
		this.onSteered.run();
	}

	@Override
	public void resume() {
		this.store.setPaused(false);
		this.onSteered.run();
	}

	@Override
	public List<DeadLetter> deadLetters() {
		return this.store.newestDeadLetters(MAX_DEAD_LETTERS);
	}

	@Override
	public int replay(Predicate<DeadLetter> which) {
		int replayed = handle(which, this.store::replay);
		this.signals.committed(replayed);
		return replayed;
	}

	@Override
	public int discard(Predicate<DeadLetter> which) {
		return handle(which, this.store::discard);
	}

	private int handle(Predicate<DeadLetter> which, Handling handling) {
		int handled = 0;
		List<DeadLetter> page = this.store.deadLetters(0, PAGE);
		List<DeadLetter> newest = this.store.newestDeadLetters(1);
		// What is replayed may soon be a dead letter again, with a greater number.
		long last = newest.isEmpty() ? 0 : newest.get(0).id();
		while (!page.isEmpty() && page.get(0).id() <= last) {
			List<Long> ids = new ArrayList<>();
			for (DeadLetter letter : page) {
				if (letter.id() <= last && which.test(letter)) {
					ids.add(letter.id());
				}
			}
			handled += ids.isEmpty() ? 0 : handling.apply(ids);
			page = this.store.deadLetters(page.get(page.size() - 1).id(), PAGE);
		}
		countAnew();
		return handled;
	}

	/**
	 * What is done with dead letters.
	 */
	@FunctionalInterface
	private interface Handling {

		int apply(List<Long> ids);

	}

	/**
	 * How many there are.
	 */
	private record Counts(long writes, long deadLetters) {
	}

}
