package com.lunogram.delivery;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import com.lunogram.http.OccasionalLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the lease of an outbox and keeps it, in a thread of its own, as a request may take
 * longer than the lease holds.
 */
final class Leadership implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Leadership.class);

	/** So often is the lease renewed while it holds. */
	private static final int RENEWALS = 4;

	/** A lease that has run out by its owner's clock has done so by ours, a bit later. */
	private static final long EXPIRY_MARGIN = Duration.ofMillis(50).toNanos();

	private final OutboxStore store;

	private final String owner;

	private final Duration length;

	private final LongSupplier nanoTime;

	private final OccasionalLog failures;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition call = this.lock.newCondition();

	private boolean called;

	private boolean closed;

	private volatile boolean kept;

	private volatile @Nullable Term term;

	private volatile boolean standby;

	private Runnable onChange = () -> {
	};

	Leadership(OutboxStore store, String owner, Duration length, LongSupplier nanoTime) {
		this.store = store;
		this.owner = owner;
		this.length = length;
		this.nanoTime = nanoTime;
		this.failures = new OccasionalLog(logger, nanoTime);
	}

	/** Told, in this thread, each time that a term begins or ends. */
	void onChange(Runnable onChange) {
		this.onChange = onChange;
	}

	/** The present term; {@code null} if somebody else has the lease, or nobody. */
	@Nullable Term term() {
		return this.term;
	}

	/** Whether somebody else has the lease, or nobody can tell. */
	boolean isStandby() {
		return this.standby;
	}

	@Override
	public void run() {
		long wait = 0;
		while (await(wait, true)) {
			wait = tick();
		}
		resign();
	}

	/**
	 * Ends what outlives the lease, also while the database does not answer and nobody
	 * can tell whether the lease still holds. It needs a thread of its own for that.
	 */
	void watch() {
		while (await(watchOnce(), false)) {
			// It is all done in there.
		}
	}

	/** Looks whether the lease has run out; returns when to look again. */
	long watchOnce() {
		Term current = this.term;
		long left = (current != null) ? current.left() : this.length.toNanos();
		if (left > 0) {
			// A term that has begun since lasts at least until then.
			return Math.min(left, this.length.toNanos());
		}
		this.onChange.run();
		return this.length.toNanos() / RENEWALS;
	}

	/** Does what is to be done now; returns how long to wait for the next time. */
	long tick() {
		Term current = this.term;
		try {
			return (current != null) ? renew(current) : acquire();
		}
		catch (Exception | Error ex) {
			// Whatever it is: without this thread, nobody might ever deliver.
			this.failures
				.warn("times the lease of the Lunogram outbox could not be looked at, the last time so: " + ex);
			if (current == null) {
				standBy();
			}
			else if (!current.isValid()) {
				end();
			}
			return this.length.toNanos() / RENEWALS / 2;
		}
	}

	private long acquire() {
		OutboxLease lease = this.store.lease();
		if (lease.isFree()) {
			long begin = this.nanoTime.getAsLong();
			lease = this.store.acquire(this.owner, this.length);
			if (this.owner.equals(lease.owner())) {
				logger.info("This instance delivers what is in the Lunogram outbox from now on");
				this.standby = false;
				this.term = new Term(lease, begin + this.length.toNanos());
				this.onChange.run();
				return this.length.toNanos() / RENEWALS;
			}
		}
		standBy();
		return untilExpiry(lease);
	}

	private void standBy() {
		if (!this.standby) {
			this.standby = true;
			this.onChange.run();
		}
	}

	/** Not much longer than a lease holds, should the database's clock be put back. */
	private long untilExpiry(OutboxLease lease) {
		return Math.max(0, Math.min(this.length.toNanos(), lease.left().toNanos())) + EXPIRY_MARGIN;
	}

	private long renew(Term current) {
		long begin = this.nanoTime.getAsLong();
		OutboxLease lease = this.store.renew(this.owner, current.epoch, this.length);
		if (!this.owner.equals(lease.owner()) || lease.epoch() != current.epoch) {
			logger.warn("This instance was too late to renew its lease of the Lunogram outbox, and another delivers");
			end();
			return untilExpiry(lease);
		}
		current.validUntil = begin + this.length.toNanos();
		boolean changed = current.paused != lease.paused();
		current.paused = lease.paused();
		if (changed) {
			this.onChange.run();
		}
		return this.length.toNanos() / RENEWALS;
	}

	private void end() {
		Term current = this.term;
		this.term = null;
		if (current != null) {
			current.ended = true;
			this.onChange.run();
		}
	}

	private void resign() {
		Term current = this.term;
		end();
		if (current != null && !this.kept) {
			try {
				this.store.release(this.owner, current.epoch);
			}
			catch (Exception | Error ex) {
				logger.debug("The lease could not be given up, and runs out", ex);
			}
		}
	}

	/** Keeps whoever comes next waiting, if this term still lasts. */
	void hold(Term current, Duration hold) {
		current.hold(hold);
		this.store.hold(this.owner, current.epoch, hold);
	}

	private boolean await(long nanos, boolean endsWhenCalled) {
		this.lock.lock();
		try {
			long left = nanos;
			while (left > 0 && !this.closed && !(endsWhenCalled && this.called)) {
				left = this.call.awaitNanos(left);
			}
			if (endsWhenCalled) {
				this.called = false;
			}
			return !this.closed;
		}
		catch (InterruptedException ex) {
			return !this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Looks at the lease now, as somebody here has changed what it says. */
	void lookAgain() {
		this.lock.lock();
		try {
			this.called = true;
			this.call.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Ends the threads and lets the lease run out, as a request may still be under way.
	 */
	void abandon() {
		this.kept = true;
		close();
	}

	/** Gives the lease up and ends the threads. */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.call.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The time in which this instance delivers.
	 */
	final class Term {

		private final long epoch;

		private volatile long validUntil;

		private volatile long heldUntil;

		private volatile boolean paused;

		private volatile boolean ended;

		Term(OutboxLease lease, long validUntil) {
			this.epoch = lease.epoch();
			hold(lease.hold());
			this.paused = lease.paused();
			this.validUntil = validUntil;
		}

		/** Whether a request may begin. */
		boolean isValid() {
			return !this.ended && left() > 0;
		}

		/** How long the lease holds unless it is renewed, in nanoseconds. */
		private long left() {
			return this.validUntil - Leadership.this.nanoTime.getAsLong();
		}

		private void hold(Duration hold) {
			this.heldUntil = Leadership.this.nanoTime.getAsLong() + hold.toNanos();
		}

		/** How long the server has asked to wait, be it in an earlier term. */
		Duration hold() {
			return Duration.ofNanos(Math.max(0, this.heldUntil - Leadership.this.nanoTime.getAsLong()));
		}

		boolean isPaused() {
			return this.paused;
		}

	}

}
