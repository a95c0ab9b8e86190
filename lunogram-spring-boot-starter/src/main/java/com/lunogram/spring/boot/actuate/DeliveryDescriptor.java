package com.lunogram.spring.boot.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import com.lunogram.delivery.DeliveryStatus;
import com.lunogram.delivery.UndeliveredWrite;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * How delivery is doing. All but the mode is {@code null} if nothing is delivered in the
 * background.
 *
 * @param mode how published writes are delivered
 * @param state what delivery is doing
 * @param queue what waits
 * @param inFlight how many writes the request under way carries
 * @param requestsPerMinute how many requests a minute delivery may send at present
 * @param lastSuccess when a request last succeeded; {@code null} if none has
 * @param lastFailure how a request last failed; {@code null} if none has
 * @param totals what has happened since the start
 * @param deadLetters how many dead letters are kept
 */
public record DeliveryDescriptor(String mode, DeliveryStatus.@Nullable State state, @Nullable Queue queue,
		@Nullable Integer inFlight, @Nullable Double requestsPerMinute, @Nullable Instant lastSuccess,
		@Nullable Failure lastFailure, @Nullable Totals totals,
		@Nullable Integer deadLetters) implements OperationResponseBody {

	static DeliveryDescriptor of(String mode) {
		return new DeliveryDescriptor(mode, null, null, null, null, null, null, null, null);
	}

	static DeliveryDescriptor of(String mode, DeliveryStatus status) {
		return new DeliveryDescriptor(mode, status.state(),
				new Queue(status.queued(), status.queuedBytes(), status.oldestAge(), status.parked()),
				status.inFlight(), status.requestsPerMinute(), status.lastSuccess(), Failure.of(status),
				new Totals(status.published(), status.delivered(), status.undelivered(), status.requests(),
						status.retries(), status.callbackFailures()),
				status.deadLetters());
	}

	/**
	 * What waits.
	 *
	 * @param count how many writes, those under way included
	 * @param bytes bytes of JSON of these
	 * @param oldestAge how long the oldest has been waiting
	 * @param parked how many wait because a write of their person keeps failing
	 */
	public record Queue(int count, long bytes, Duration oldestAge, int parked) {
	}

	/**
	 * A request that failed.
	 *
	 * @param time when
	 * @param error what was wrong
	 */
	public record Failure(Instant time, @Nullable String error) {

		private static @Nullable Failure of(DeliveryStatus status) {
			Instant time = status.lastFailure();
			return (time != null) ? new Failure(time, status.lastError()) : null;
		}

	}

	/**
	 * What has happened since the start.
	 *
	 * @param published how many writes were taken
	 * @param delivered how many were delivered
	 * @param undelivered how many were not and will not be, by reason
	 * @param requests how many requests were sent
	 * @param retries how many of these repeated an earlier one
	 * @param callbackFailures how often listeners and enrichers threw an exception
	 */
	public record Totals(long published, long delivered, Map<UndeliveredWrite.Reason, Long> undelivered, long requests,
			long retries, Map<DeliveryStatus.Callback, Long> callbackFailures) {
	}

}
