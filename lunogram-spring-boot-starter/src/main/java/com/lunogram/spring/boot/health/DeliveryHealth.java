package com.lunogram.spring.boot.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import com.lunogram.delivery.DeliveryControl;
import com.lunogram.delivery.DeliveryStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;

/**
 * The part of health that is about what waits for delivery. To wait as the server says,
 * or because somebody has paused delivery, is no illness.
 */
final class DeliveryHealth {

	/** A drop so long ago at most means that drops go on. */
	private static final Duration DROPS_GO_ON = Duration.ofMinutes(1);

	private final String title;

	private final String destination;

	private final DeliveryControl control;

	private final Duration patience;

	private final Clock clock;

	/**
	 * The health of one delivery.
	 * @param control looks into the delivery
	 * @param patience how long failures may go on before they are taken seriously
	 * @param clock tells the present time
	 */
	DeliveryHealth(DeliveryControl control, Duration patience, Clock clock) {
		this("delivery", "Lunogram", control, patience, clock);
	}

	/**
	 * The health of one delivery.
	 * @param title what it is called among the details
	 * @param destination whom it delivers to
	 * @param control looks into the delivery
	 * @param patience how long failures may go on before they are taken seriously
	 * @param clock tells the present time
	 */
	DeliveryHealth(String title, String destination, DeliveryControl control, Duration patience, Clock clock) {
		this.title = title;
		this.destination = destination;
		this.control = control;
		this.patience = patience;
		this.clock = clock;
	}

	void check(Health.Builder builder) {
		DeliveryStatus status = this.control.status();
		Map<String, Object> details = new LinkedHashMap<>();
		String problem = problem(status);
		if (problem != null) {
			builder.down();
			details.put("reason", problem);
		}
		details.put("state", status.state());
		details.put("queued", status.queued());
		details.put("oldestAge", status.oldestAge().toString());
		builder.withDetail(this.title, details);
	}

	private @Nullable String problem(DeliveryStatus status) {
		if (status.state() == DeliveryStatus.State.BLOCKED) {
			return "Nothing can be delivered as " + this.destination + " is set up" + because(status);
		}
		if (isWithin(DROPS_GO_ON, status.lastDrop())) {
			return "Writes are dropped, as the queue has no room or does not answer";
		}
		return isStuck(status) ? "Nothing is delivered for " + this.patience + because(status) : null;
	}

	/** Neither a first failure after a quiet time, nor a single write that goes wrong. */
	private boolean isStuck(DeliveryStatus status) {
		return status.state() == DeliveryStatus.State.RETRYING && status.queued() > 0
				&& status.oldestAge().compareTo(this.patience) >= 0 && !isWithin(this.patience, status.lastSuccess());
	}

	private boolean isWithin(Duration time, @Nullable Instant instant) {
		return Standing.isWithin(time, instant, this.clock.instant());
	}

	private static String because(DeliveryStatus status) {
		return (status.lastError() != null) ? ": " + status.lastError() : "";
	}

}
