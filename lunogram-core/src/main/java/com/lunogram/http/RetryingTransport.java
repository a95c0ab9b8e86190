package com.lunogram.http;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides on repeats. A request that surely was not carried out is repeated; one in doubt
 * only if it is repeatable; an answer other than 429 and 5xx is final.
 */
public final class RetryingTransport implements Exchange {

	private static final Logger logger = LoggerFactory.getLogger(RetryingTransport.class);

	private final Exchange transport;

	private final RetryPolicy policy;

	private final LongSupplier nanoTime;

	private final Sleeper sleeper;

	private final DoubleSupplier random;

	/**
	 * A transport that repeats by the given policy.
	 * @param transport sends the requests
	 * @param policy how often and how long
	 */
	public RetryingTransport(Exchange transport, RetryPolicy policy) {
		this(transport, policy, System::nanoTime, (duration) -> Thread.sleep(duration.toMillis()),
				() -> ThreadLocalRandom.current().nextDouble());
	}

	RetryingTransport(Exchange transport, RetryPolicy policy, LongSupplier nanoTime, Sleeper sleeper,
			DoubleSupplier random) {
		this.transport = transport;
		this.policy = policy;
		this.nanoTime = nanoTime;
		this.sleeper = sleeper;
		this.random = random;
	}

	/** Sends a request as often as the policy allows, and returns the last answer. */
	@Override
	public HttpAnswer exchange(HttpCall call) {
		long begin = this.nanoTime.getAsLong();
		boolean doubt = false;
		for (int attempt = 1;; attempt++) {
			HttpAnswer answer = null;
			TransportFailure failure = null;
			try {
				answer = this.transport.exchange(call);
				if (!answer.refusedUnread() && !answer.serverError()) {
					return doubt ? answer.withDoubt() : answer;
				}
			}
			catch (TransportFailure ex) {
				// Whether this attempt was sent matters no more if an earlier one is in
				// doubt.
				failure = doubt ? ex.inDoubt() : ex;
			}
			boolean nowInDoubt = inDoubt(answer, failure);
			doubt |= nowInDoubt;
			boolean mayRepeat = call.repeatable() || !nowInDoubt;
			if (!mayRepeat || attempt >= this.policy.maxAttempts() || !pause(call, attempt, answer, begin)) {
				if (answer != null) {
					return answer;
				}
				throw failure;
			}
		}
	}

	private static boolean inDoubt(@Nullable HttpAnswer answer, @Nullable TransportFailure failure) {
		return (answer != null) ? !answer.refusedUnread() : failure != null && failure.mayHaveBeenDelivered();
	}

	/**
	 * Waits for the next attempt.
	 * @return {@code false} if there is no time for one, or the thread was interrupted
	 */
	private boolean pause(HttpCall call, int attempt, @Nullable HttpAnswer answer, long begin) {
		Duration asked = (answer != null) ? answer.retryAfter() : null;
		Duration wait = (asked != null) ? asked : jittered(this.policy.ceiling(attempt));
		Duration elapsed = Duration.ofNanos(this.nanoTime.getAsLong() - begin);
		if (elapsed.plus(wait).compareTo(this.policy.maxElapsed()) > 0) {
			return false;
		}
		logger.debug("{}: attempt {} failed ({}), next one in {} ms", call, attempt,
				(answer != null) ? answer.status() : "no answer", wait.toMillis());
		try {
			this.sleeper.sleep(wait);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private Duration jittered(Duration ceiling) {
		return Duration.ofNanos((long) (ceiling.toNanos() * this.random.getAsDouble()));
	}

	/**
	 * Lets time pass.
	 */
	@FunctionalInterface
	interface Sleeper {

		void sleep(Duration duration) throws InterruptedException;

	}

}
