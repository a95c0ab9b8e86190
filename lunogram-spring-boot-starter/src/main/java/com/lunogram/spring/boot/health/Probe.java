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

import com.lunogram.LunogramApiException;
import com.lunogram.LunogramClient;
import com.lunogram.LunogramResponseException;
import com.lunogram.LunogramTransportException;
import com.lunogram.NotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server itself when there is no traffic that tells. One request at a time, and
 * none within an interval after the last; whoever asks meanwhile waits for the same one,
 * and nobody longer than a budget: what comes later counts for the next time.
 */
final class Probe {

	private final LunogramClient client;

	private final LunogramTraffic traffic;

	private final Duration interval;

	private final Duration budget;

	private final Clock clock;

	private final Executor executor;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Instant lastBegin;

	private CompletableFuture<Void> current = CompletableFuture.completedFuture(null);

	Probe(LunogramClient client, LunogramTraffic traffic, Duration interval, Duration budget, Clock clock,
			Executor executor) {
		this.client = client;
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
				this.current = CompletableFuture.runAsync(this::ask, this.executor);
			}
			return this.current;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isDue(Instant now) {
		boolean askedLately = this.lastBegin != null
				&& Duration.between(this.lastBegin, now).compareTo(this.interval) < 0;
		return !askedLately && !this.traffic.standing().succeededWithin(this.interval, now);
	}

	/**
	 * The traffic sees most of this by itself, but not of a client that the application
	 * has built without it.
	 */
	private void ask() {
		try {
			this.client.ping();
			this.traffic.succeeded();
		}
		catch (NotFoundException ex) {
			this.traffic.foreign(ex.status());
		}
		catch (LunogramResponseException ex) {
			this.traffic.foreign(null);
		}
		catch (LunogramApiException ex) {
			this.traffic.answered(ex.status(), false);
		}
		catch (LunogramTransportException ex) {
			this.traffic.unanswered((ex.getCause() != null) ? ex.getCause() : ex);
		}
	}

}
