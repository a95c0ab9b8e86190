package com.lunogram.model;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Registers a push device of a user, or updates it. A device that another user holds
 * moves to this one. An unknown user is answered with 404. What is left out keeps its
 * stored value.
 *
 * @param identifier names of the one user, at least one
 * @param deviceId id of the device, unique in the project, not blank
 * @param os what the device runs
 * @param osVersion version of the system; {@code null} for unknown
 * @param model model of the device; {@code null} for unknown
 * @param appVersion version of the application; {@code null} for unknown
 * @param data free data, a map or an object that Jackson writes as a JSON object;
 * {@code null} for none
 * @param config where push messages for the device go: a token for android and ios, an
 * endpoint with its keys for web
 */
public record DeviceRegistration(List<ExternalId> identifier, String deviceId, DeviceOs os, @Nullable String osVersion,
		@Nullable String model, @Nullable String appVersion, @Nullable Object data,
		DeviceConfig config) implements Write {

	public DeviceRegistration {
		identifier = Checks.identifiers(identifier, "identifier");
		Checks.text(deviceId, "device_id");
		data = Checks.freeForm(data);
		Checks.required(config, "config");
		if (Checks.required(os, "os") == DeviceOs.WEB) {
			if (!Checks.required(config.endpoint(), "config.endpoint").isAbsolute()) {
				throw new IllegalArgumentException("config.endpoint must be an absolute URL");
			}
			Checks.text(config.p256dh(), "config.keys.p256dh");
			Checks.text(config.auth(), "config.keys.auth");
			Checks.optionalTime(config.expirationTime(), "config.expiration_time");
		}
		else {
			Checks.text(config.token(), "config.token");
		}
	}

	/**
	 * Begins the registration of an Android device.
	 * @param deviceId id of the device, not blank
	 * @param token its FCM token, not blank
	 * @return a builder
	 */
	public static Builder android(String deviceId, String token) {
		return new Builder(deviceId, DeviceOs.ANDROID, new DeviceConfig(token, null, null, null, null));
	}

	/**
	 * Begins the registration of an Apple device.
	 * @param deviceId id of the device, not blank
	 * @param token its APNs token, not blank
	 * @return a builder
	 */
	public static Builder ios(String deviceId, String token) {
		return new Builder(deviceId, DeviceOs.IOS, new DeviceConfig(token, null, null, null, null));
	}

	/**
	 * Begins the registration of a browser, with what its push subscription holds.
	 * @param deviceId id of the device, not blank
	 * @param endpoint endpoint of the subscription
	 * @param p256dh its public key, not blank
	 * @param auth its secret, not blank
	 * @return a builder
	 */
	public static Builder web(String deviceId, URI endpoint, String p256dh, String auth) {
		return new Builder(deviceId, DeviceOs.WEB, new DeviceConfig(null, endpoint, null, p256dh, auth));
	}

	@Override
	public Operation operation() {
		return Operation.REGISTER_DEVICE;
	}

	@Override
	public List<Subject> subjects() {
		return Subject.users(this.identifier);
	}

	/**
	 * Builds the registration of a device.
	 */
	public static final class Builder extends DataBuilder<Builder> {

		private final List<ExternalId> identifier = new ArrayList<>(1);

		private final String deviceId;

		private final DeviceOs os;

		private DeviceConfig config;

		private @Nullable String osVersion;

		private @Nullable String model;

		private @Nullable String appVersion;

		private Builder(String deviceId, DeviceOs os, DeviceConfig config) {
			this.deviceId = deviceId;
			this.os = os;
			this.config = config;
		}

		/**
		 * Names the user whose device it is.
		 * @param externalId an id of the default source, not blank
		 * @return this builder
		 */
		public Builder user(String externalId) {
			return user(ExternalId.of(externalId));
		}

		/**
		 * Names the user whose device it is, by one or more identifiers of that one user.
		 * @param identifiers the identifiers
		 * @return this builder
		 */
		public Builder user(ExternalId... identifiers) {
			this.identifier.addAll(List.of(identifiers));
			return this;
		}

		/**
		 * Sets the version of the system.
		 * @param osVersion the version; {@code null} for unknown
		 * @return this builder
		 */
		public Builder osVersion(@Nullable String osVersion) {
			this.osVersion = osVersion;
			return this;
		}

		/**
		 * Sets the model of the device.
		 * @param model the model; {@code null} for unknown
		 * @return this builder
		 */
		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		/**
		 * Sets the version of the application.
		 * @param appVersion the version; {@code null} for unknown
		 * @return this builder
		 */
		public Builder appVersion(@Nullable String appVersion) {
			this.appVersion = appVersion;
			return this;
		}

		/**
		 * Sets when a web push subscription ends.
		 * @param expirationTime the time; {@code null} if it does not end
		 * @return this builder
		 */
		public Builder expirationTime(@Nullable Instant expirationTime) {
			this.config = new DeviceConfig(this.config.token(), this.config.endpoint(), expirationTime,
					this.config.p256dh(), this.config.auth());
			return this;
		}

		/**
		 * Checks and builds the registration.
		 * @return the registration
		 */
		public DeviceRegistration build() {
			return new DeviceRegistration(this.identifier, this.deviceId, this.os, this.osVersion, this.model,
					this.appVersion, data(), this.config);
		}

		@Override
		Builder self() {
			return this;
		}

	}

}
