package com.lunogram.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.delivery.UndeliveredWrite.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Counts what happens to writes.
 */
final class DeliveryStats {

	final LongAdder published = new LongAdder();

	final LongAdder delivered = new LongAdder();

	final LongAdder requests = new LongAdder();

	final LongAdder retries = new LongAdder();

	private final Map<Reason, LongAdder> undelivered = new ConcurrentHashMap<>();

	private final LongAdder listenerFailures = new LongAdder();

	private final LongAdder observationFailures = new LongAdder();

	private final Clock clock;

	private volatile @Nullable Instant lastSuccess;

	private volatile @Nullable Failure lastFailure;

	private volatile @Nullable Instant lastDrop;

	DeliveryStats(Clock clock) {
		this.clock = clock;
	}

	void succeeded(int writes) {
		this.delivered.add(writes);
		this.lastSuccess = this.clock.instant();
	}

	void failed(Throwable failure) {
		this.lastFailure = new Failure(this.clock.instant(), String.valueOf(failure.getMessage()));
	}

	void undelivered(Reason reason) {
		this.undelivered.computeIfAbsent(reason, (key) -> new LongAdder()).increment();
		if (reason == Reason.QUEUE_FULL || reason == Reason.UNAVAILABLE) {
			this.lastDrop = this.clock.instant();
		}
	}

	/**
	 * The status of a delivery, made of what is counted here and what its queue knows.
	 */
	DeliveryStatus status(State state, Waiting waiting, int inFlight, double requestsPerMinute, long deadLetters) {
		Failure failure = this.lastFailure;
		return new DeliveryStatus(state, clamp(waiting.count), waiting.bytes, waiting.oldestAge, waiting.parked,
				inFlight, requestsPerMinute, this.published.sum(), this.delivered.sum(), undelivered(),
				this.requests.sum(), this.retries.sum(), callbackFailures(), clamp(deadLetters), this.lastSuccess,
				(failure != null) ? failure.time : null, (failure != null) ? failure.error : null, this.lastDrop);
	}

	private static int clamp(long count) {
		return (int) Math.min(Integer.MAX_VALUE, count);
	}

	private Map<Reason, Long> undelivered() {
		Map<Reason, Long> counts = new EnumMap<>(Reason.class);
		this.undelivered.forEach((reason, count) -> counts.put(reason, count.sum()));
		return counts;
	}

	void listenerFailed() {
		this.listenerFailures.increment();
	}

	void observationFailed() {
		this.observationFailures.increment();
	}

	Map<DeliveryStatus.Callback, Long> callbackFailures() {
		return Map.of(DeliveryStatus.Callback.LISTENER, this.listenerFailures.sum(), DeliveryStatus.Callback.ENRICHER,
				0L, DeliveryStatus.Callback.OBSERVATION_HANDLER, this.observationFailures.sum());
	}

	/**
	 * What waits for delivery.
	 *
	 * @param count how many writes
	 * @param bytes bytes of their JSON
	 * @param oldestAge how long the oldest does
	 * @param parked how many wait for a failing one
	 */
	record Waiting(long count, long bytes, Duration oldestAge, int parked) {
	}

	/**
	 * A request that failed.
	 *
	 * @param time when
	 * @param error what was wrong
	 */
	private record Failure(Instant time, String error) {
	}

}
