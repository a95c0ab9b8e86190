package com.lunogram.delivery;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

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

	Map<Reason, Long> undelivered() {
		Map<Reason, Long> counts = new EnumMap<>(Reason.class);
		this.undelivered.forEach((reason, count) -> counts.put(reason, count.sum()));
		return counts;
	}

	@Nullable Instant lastSuccess() {
		return this.lastSuccess;
	}

	@Nullable Failure lastFailure() {
		return this.lastFailure;
	}

	@Nullable Instant lastDrop() {
		return this.lastDrop;
	}

	/**
	 * A request that failed.
	 *
	 * @param time when
	 * @param error what was wrong
	 */
	record Failure(Instant time, String error) {
	}

}
