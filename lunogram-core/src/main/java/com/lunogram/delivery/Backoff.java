package com.lunogram.delivery;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;

/**
 * How long to wait, in nanoseconds. Waits are random so that many instances don't come
 * back at the same moment.
 */
final class Backoff {

	private static final int MAX_DOUBLINGS = 30;

	private static final double RETRY_AFTER_JITTER = 0.1;

	private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(10);

	/** Less would be no wait at all, and a date that has just passed asks for that. */
	private static final Duration MIN_RETRY_AFTER = Duration.ofSeconds(1);

	/**
	 * While nobody is there, to ask costs nobody anything, and whoever comes back is to
	 * be noticed soon.
	 */
	private static final long MAX_WHILE_ABSENT = Duration.ofSeconds(1).toNanos();

	private final long initial;

	private final long max;

	private final DoubleSupplier random;

	Backoff(Duration initial, Duration max, DoubleSupplier random) {
		this.initial = initial.toNanos();
		this.max = max.toNanos();
		this.random = random;
	}

	/** After so many failures in a row, 1 or more: full jitter below a doubling bound. */
	long afterFailures(int failures) {
		return jittered(failures, this.max);
	}

	/** The same, but nobody was there to fail: the bound does not grow as far. */
	long afterAbsences(int failures) {
		return jittered(failures, Math.min(this.max, MAX_WHILE_ABSENT));
	}

	private long jittered(int failures, long max) {
		long factor = 1L << Math.min(failures - 1, MAX_DOUBLINGS);
		long bound = (this.initial > max / factor) ? max : this.initial * factor;
		return (long) (bound * this.random.getAsDouble());
	}

	/**
	 * As long as the server asks, or the longest if it does not say; never less, and up
	 * to a tenth more.
	 */
	long afterRateLimit(@Nullable Duration retryAfter) {
		long nanos = (retryAfter != null) ? within(retryAfter).toNanos() : this.max;
		return nanos + (long) (nanos * RETRY_AFTER_JITTER * this.random.getAsDouble());
	}

	private static Duration within(Duration retryAfter) {
		if (retryAfter.compareTo(MIN_RETRY_AFTER) < 0) {
			return MIN_RETRY_AFTER;
		}
		return (retryAfter.compareTo(MAX_RETRY_AFTER) > 0) ? MAX_RETRY_AFTER : retryAfter;
	}

}
