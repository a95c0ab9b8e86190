package com.lunogram.customerio;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What became of a push message on a device. Whoever knows the device's token can address
 * it, so {@link #toString()} hides that.
 *
 * @param kind what became of it
 * @param deliveryId the notification's {@code CIO-Delivery-ID}, not blank
 * @param deviceToken the notification's {@code CIO-Delivery-Token}, not blank
 * @param timestamp when it was, sent in whole seconds; {@code null} for when it arrives
 */
public record PushEvent(Kind kind, String deliveryId, String deviceToken, @Nullable Instant timestamp) {

	public PushEvent {
		Checks.required(kind, "kind");
		Checks.text(deliveryId, "delivery_id");
		Checks.text(deviceToken, "device_id");
	}

	/**
	 * What became of a push message, just now.
	 * @param kind what became of it
	 * @param deliveryId the notification's {@code CIO-Delivery-ID}
	 * @param deviceToken the notification's {@code CIO-Delivery-Token}
	 * @return the event
	 */
	public static PushEvent of(Kind kind, String deliveryId, String deviceToken) {
		return new PushEvent(kind, deliveryId, deviceToken, null);
	}

	Map<String, @Nullable Object> toMap() {
		return new Body().with("delivery_id", this.deliveryId)
			.with("event", this.kind.name().toLowerCase(Locale.ROOT))
			.with("device_id", this.deviceToken)
			.with("timestamp", Checks.seconds(this.timestamp))
			.map();
	}

	@Override
	public String toString() {
		return "PushEvent[kind=" + this.kind + ", deliveryId=" + this.deliveryId + ", deviceToken=***, timestamp="
				+ this.timestamp + "]";
	}

	/**
	 * What can become of a push message.
	 */
	public enum Kind {

		/** It came to the device. */
		DELIVERED,

		/** Somebody opened it. */
		OPENED,

		/** It led to what it was meant to. */
		CONVERTED

	}

}
