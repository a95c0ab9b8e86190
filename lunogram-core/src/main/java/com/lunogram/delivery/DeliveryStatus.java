package com.lunogram.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;

/**
 * How a delivery is doing at one moment. Totals count from its start.
 *
 * @param state what it is doing
 * @param queued how many writes wait, those under way included
 * @param queuedBytes bytes of JSON of these
 * @param oldestAge how long the one that has waited longest does so; zero if none waits
 * @param parked how many of those queued wait because a write of their subject keeps
 * failing
 * @param inFlight how many writes the request under way carries; 0 if there is none
 * @param requestsPerMinute how many requests a minute it may send at present
 * @param published how many writes were taken
 * @param delivered how many were delivered
 * @param undelivered how many were not and will not be, by reason
 * @param requests how many requests were sent
 * @param retries how many of these repeated an earlier one
 * @param callbackFailures how often the application's own listeners, enrichers and
 * handlers of observations threw an exception, which is of no other consequence
 * @param deadLetters how many dead letters are kept
 * @param lastSuccess when a request last succeeded; {@code null} if none has
 * @param lastFailure when a request last failed; {@code null} if none has
 * @param lastError what was wrong then; {@code null} if none has failed
 * @param lastDrop when a write last found no room; {@code null} if all did
 */
public record DeliveryStatus(State state, int queued, long queuedBytes, Duration oldestAge, int parked, int inFlight,
		double requestsPerMinute, long published, long delivered, Map<UndeliveredWrite.Reason, Long> undelivered,
		long requests, long retries, Map<Callback, Long> callbackFailures, int deadLetters,
		@Nullable Instant lastSuccess, @Nullable Instant lastFailure, @Nullable String lastError,
		@Nullable Instant lastDrop) {

	/** The same with more failures of enrichers. */
	DeliveryStatus withEnricherFailures(long more) {
		Map<Callback, Long> failures = new EnumMap<>(Callback.class);
		failures.putAll(this.callbackFailures);
		failures.merge(Callback.ENRICHER, more, Long::sum);
		return new DeliveryStatus(this.state, this.queued, this.queuedBytes, this.oldestAge, this.parked, this.inFlight,
				this.requestsPerMinute, this.published, this.delivered, this.undelivered, this.requests, this.retries,
				failures, this.deadLetters, this.lastSuccess, this.lastFailure, this.lastError, this.lastDrop);
	}

	/**
	 * What of an application's own is called by a delivery.
	 */
	public enum Callback {

		/** A {@link DeliveryListener}. */
		LISTENER,

		/** An {@link EventEnricher}. */
		ENRICHER,

		/** An {@link ObservationHandler}, and what else hears of observed requests. */
		OBSERVATION_HANDLER

	}

	/**
	 * What a delivery is doing.
	 */
	public enum State {

		/** It delivers, or has nothing to deliver. */
		RUNNING,

		/** Another instance of the application delivers. */
		STANDBY,

		/** It was told to pause. */
		PAUSED,

		/** The server has limited the rate; it waits as told. */
		RATE_LIMITED,

		/** The server cannot be reached or fails; it tries again, ever less often. */
		RETRYING,

		/** The API key or the address is wrong; it asks again every half minute. */
		BLOCKED,

		/** It was closed. */
		CLOSED

	}

}
