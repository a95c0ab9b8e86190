package com.lunogram.model;

import java.net.URI;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How a push message reaches a device. Whoever knows these values can address the device,
 * so {@link #toString()} hides them.
 *
 * @param token FCM token (android) or APNs token (ios); {@code null} for web
 * @param endpoint web push endpoint; {@code null} for android and ios
 * @param expirationTime when a web push subscription ends; {@code null} if it does not
 * @param p256dh public key of a web push subscription; {@code null} for android and ios
 * @param auth secret of a web push subscription; {@code null} for android and ios
 */
public record DeviceConfig(@Nullable String token, @Nullable URI endpoint, @Nullable Instant expirationTime,
		@Nullable String p256dh, @Nullable String auth) {

	@Override
	public String toString() {
		return "DeviceConfig[" + ((this.token != null) ? "token=***" : "endpoint=***, keys=***") + "]";
	}

}
