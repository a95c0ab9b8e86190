package com.lunogram.http;

import java.time.Duration;

/**
 * How often and how long a direct call is tried. The wait before the n-th repeat is
 * random between nothing and {@code initialBackoff} × 2<sup>n-1</sup>, at most
 * {@code maxBackoff}; if the server says when to come back, it is that time. A call whose
 * next attempt could not begin within {@code maxElapsed} gives up at once.
 *
 * @param maxAttempts how often a request is sent at most, 1 or more; 1 means no repeats
 * @param initialBackoff upper bound of the first wait, positive
 * @param maxBackoff upper bound of every wait that the server does not ask for, not less
 * than {@code initialBackoff}, a day at most
 * @param maxElapsed time from the first attempt within which the last one begins,
 * positive
 * @param eventsInDoubt whether events are repeated too when it is in doubt whether the
 * server has taken them (read time-out, reset, 5xx): the API cannot tell duplicates, so
 * that a repeat may make an event count twice
 */
public record RetryPolicy(int maxAttempts, Duration initialBackoff, Duration maxBackoff, Duration maxElapsed,
		boolean eventsInDoubt) {

	private static final RetryPolicy DEFAULTS = new RetryPolicy(3, Duration.ofMillis(200), Duration.ofSeconds(5),
			Duration.ofSeconds(30), false);

	public RetryPolicy {
		if (maxAttempts < 1) {
			throw new IllegalArgumentException("max-attempts must be 1 or more");
		}
		positive(initialBackoff, "initial-backoff");
		positive(maxElapsed, "max-elapsed");
		if (maxBackoff.compareTo(initialBackoff) < 0) {
			throw new IllegalArgumentException("max-backoff must not be less than initial-backoff");
		}
		if (maxBackoff.compareTo(SettingChecks.MAX_WAIT) > 0) {
			throw new IllegalArgumentException("max-backoff must not be more than a day");
		}
	}

	private static void positive(Duration value, String name) {
		if (value.isZero() || value.isNegative()) {
			throw new IllegalArgumentException(name + " must be positive");
		}
	}

	/**
	 * Three attempts within 30 seconds, waits from 200 milliseconds to 5 seconds, events
	 * in doubt not repeated.
	 * @return the policy
	 */
	public static RetryPolicy defaults() {
		return DEFAULTS;
	}

	/**
	 * One attempt only.
	 * @return the policy
	 */
	public static RetryPolicy none() {
		return new RetryPolicy(1, DEFAULTS.initialBackoff, DEFAULTS.maxBackoff, DEFAULTS.maxElapsed, false);
	}

	/**
	 * The most that the wait before a repeat may take.
	 * @param attempts how many attempts have failed, 1 or more
	 */
	Duration ceiling(int attempts) {
		int doublings = Math.min(attempts - 1, 30);
		Duration doubled = this.initialBackoff.multipliedBy(1L << doublings);
		return (doubled.compareTo(this.maxBackoff) < 0) ? doubled : this.maxBackoff;
	}

}
