package com.lunogram.http;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Keeps the requests with one key below the server's rate limit: a token bucket that
 * every request is charged to, whoever sends it, and that background work waits for. When
 * the server limits the rate all the same, since others use the key too, the rate is
 * halved and creeps up again. Safe for use by many threads.
 */
public final class Pacer {

	/**
	 * What may be sent at once after a pause, as a part of a minute's requests. With a
	 * rate of four fifths of the server's limit, no minute ever sees more than that
	 * limit.
	 */
	private static final double BURST = 0.25;

	private static final double MINUTE = Duration.ofMinutes(1).toNanos();

	/** From nothing to the full rate again. */
	private static final double RECOVERY = Duration.ofMinutes(10).toNanos();

	/** Requests that were under way when the rate was cut do not cut it again. */
	private static final long CUT_ONCE_WITHIN = Duration.ofSeconds(10).toNanos();

	/**
	 * While the rate creeps up: a debt that it began with lasts less long than it seems.
	 */
	private static final long ASK_AGAIN_AFTER = Duration.ofSeconds(5).toNanos();

	private static final double LEAST_RATE = 1;

	private final double fullRate;

	private final LongSupplier nanoTime;

	private final ReentrantLock lock = new ReentrantLock();

	/** Requests a minute at most; less than the full rate where others have a share. */
	private double maxRate;

	/** Requests a minute that the last cut has left, and when it was. */
	private double cutRate;

	private long cutAt;

	private double tokens;

	private long refilledAt;

	/**
	 * A pacer that starts with a full bucket.
	 * @param maxRequestsPerMinute how many requests a minute this process may send, 1 or
	 * more
	 */
	public Pacer(double maxRequestsPerMinute) {
		this(maxRequestsPerMinute, System::nanoTime);
	}

	Pacer(double maxRequestsPerMinute, LongSupplier nanoTime) {
		this.fullRate = Math.max(LEAST_RATE, maxRequestsPerMinute);
		this.maxRate = this.fullRate;
		this.nanoTime = nanoTime;
		this.cutRate = this.maxRate;
		this.cutAt = nanoTime.getAsLong() - CUT_ONCE_WITHIN;
		this.refilledAt = nanoTime.getAsLong();
		this.tokens = burst(this.maxRate);
	}

	private static double burst(double rate) {
		return Math.max(1, rate * BURST);
	}

	/**
	 * Keeps this process to a part of what it may send, as others send the rest.
	 * @param share the part, from 0 to 1; never less than one request a minute
	 */
	public void share(double share) {
		this.lock.lock();
		try {
			refill();
			double before = this.maxRate;
			this.maxRate = Math.max(LEAST_RATE, this.fullRate * share);
			// As far from the full rate as it was.
			this.cutRate *= this.maxRate / before;
			this.tokens = Math.min(this.tokens, burst(rate()));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A request goes out. It is charged even if there is no token, so that later ones
	 * wait the longer.
	 */
	public void spend() {
		this.lock.lock();
		try {
			refill();
			this.tokens = Math.max(this.tokens - 1, -burst(this.maxRate));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * How long to wait for the next token, or until it is time to ask again as the rate
	 * has changed.
	 * @return nanoseconds; 0 if there is a token
	 */
	public long nanosUntilToken() {
		this.lock.lock();
		try {
			refill();
			if (this.tokens >= 1) {
				return 0;
			}
			double rate = rate();
			long wait = (long) Math.ceil((1 - this.tokens) * MINUTE / rate);
			return (rate < this.maxRate) ? Math.min(wait, ASK_AGAIN_AFTER) : wait;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The server has limited the rate: half of it from now on, and nothing saved up.
	 */
	public void slowDown() {
		this.lock.lock();
		try {
			long now = this.nanoTime.getAsLong();
			if (now - this.cutAt >= CUT_ONCE_WITHIN) {
				refill();
				this.cutRate = Math.max(LEAST_RATE, rate() / 2);
				this.cutAt = now;
				this.tokens = Math.min(this.tokens, 0);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The rate at this moment.
	 * @return requests a minute
	 */
	public double requestsPerMinute() {
		this.lock.lock();
		try {
			return rate();
		}
		finally {
			this.lock.unlock();
		}
	}

	private double rate() {
		double recovered = this.maxRate * (this.nanoTime.getAsLong() - this.cutAt) / RECOVERY;
		return Math.min(this.maxRate, this.cutRate + recovered);
	}

	private void refill() {
		long now = this.nanoTime.getAsLong();
		double rate = rate();
		this.tokens = Math.min(burst(rate), this.tokens + rate * (now - this.refilledAt) / MINUTE);
		this.refilledAt = now;
	}

}
