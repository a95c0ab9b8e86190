package com.lunogram.spring.boot.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Asks the server itself when there is no traffic that tells. One request at a time, and
 * none within an interval after the last; whoever asks meanwhile waits for the same one,
 * and nobody longer than a budget: what comes later counts for the next time.
 */
final class Probe {

	private final Runnable question;

	private final Traffic traffic;

	private final Duration interval;

	private final Duration budget;

	private final Clock clock;

	private final Executor executor;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Instant lastBegin;

	private CompletableFuture<Void> current = CompletableFuture.completedFuture(null);

	/**
	 * A probe.
	 * @param question asks the server, and tells the traffic what came of it
	 * @param traffic tells when the server was last heard of
	 * @param interval time without success after which the server is asked
	 * @param budget how long to wait for the answer
	 * @param clock tells the present time
	 * @param executor asks
	 */
	Probe(Runnable question, Traffic traffic, Duration interval, Duration budget, Clock clock, Executor executor) {
		this.question = question;
		this.traffic = traffic;
		this.interval = interval;
		this.budget = budget;
		this.clock = clock;
		this.executor = executor;
	}

	/**
	 * Asks the server if it is time to, and waits a little for the answer.
	 */
	void askIfDue() throws ExecutionException {
		try {
			currentOrDue().get(this.budget.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			// It goes on, and tells the traffic in the end.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private CompletableFuture<Void> currentOrDue() {
		this.lock.lock();
		try {
			Instant now = this.clock.instant();
			if (this.current.isDone() && isDue(now)) {
				this.lastBegin = now;
				this.current = CompletableFuture.runAsync(this.question, this.executor);
			}
			return this.current;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isDue(Instant now) {
		boolean askedLately = Standing.isWithin(this.interval, this.lastBegin, now);
		return !askedLately && !this.traffic.standing().succeededWithin(this.interval, now);
	}

}
