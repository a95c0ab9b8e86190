package com.lunogram.customerio;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A device that push messages can go to. Whoever knows its token can address it, so
 * {@link #toString()} hides that.
 *
 * @param token the token that the platform has given to the device, not blank
 * @param platform {@code ios}, {@code android} or another that Customer.io knows, not
 * blank
 * @param lastUsed when the device was last used, sent in whole seconds; {@code null} if
 * unknown
 * @param attributes what is known of it, by Customer.io's documentation as texts, such as
 * {@code device_os}, {@code device_model} or {@code app_version}; empty for nothing
 */
public record PushDevice(String token, String platform, @Nullable Instant lastUsed,
		Map<String, @Nullable Object> attributes) {

	private static final String LAST_USED = "last_used";

	public PushDevice {
		Checks.text(token, "token");
		Checks.text(platform, "platform");
		attributes = Checks.copy(attributes, "attributes");
		if (attributes.containsKey(LAST_USED)) {
			throw new IllegalArgumentException("attributes must not contain last_used, which lastUsed is for");
		}
	}

	/**
	 * Begins an Apple device.
	 * @param token its APNs token, or its FCM token
	 * @return a builder
	 */
	public static Builder ios(String token) {
		return builder(token, "ios");
	}

	/**
	 * Begins an Android device.
	 * @param token its FCM token
	 * @return a builder
	 */
	public static Builder android(String token) {
		return builder(token, "android");
	}

	/**
	 * Begins a device.
	 * @param token the platform's token for it
	 * @param platform what it runs
	 * @return a builder
	 */
	public static Builder builder(String token, String platform) {
		return new Builder(token, platform);
	}

	/**
	 * The device that stands in an answer.
	 * @throws IllegalArgumentException if it is none
	 */
	static PushDevice of(AnswerObject answer) {
		return new PushDevice(Checks.text(answer.text("id"), "id"), Checks.text(answer.text("platform"), "platform"),
				answer.time(LAST_USED), Checks.copy(answer.texts("attributes"), "attributes"));
	}

	/**
	 * The JSON object of this device.
	 * @param tokenField what the token is called, which differs from place to place
	 */
	Map<String, @Nullable Object> toMap(String tokenField) {
		return new Body().with(tokenField, this.token)
			.with("platform", this.platform)
			.with(LAST_USED, Checks.seconds(this.lastUsed))
			.with("attributes", this.attributes)
			.map();
	}

	@Override
	public String toString() {
		return "PushDevice[token=***, platform=" + this.platform + ", lastUsed=" + this.lastUsed + ", attributes="
				+ this.attributes + "]";
	}

	/**
	 * Builds a device.
	 */
	public static final class Builder {

		private final String token;

		private final String platform;

		private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();

		private @Nullable Instant lastUsed;

		private Builder(String token, String platform) {
			this.token = token;
			this.platform = platform;
		}

		/**
		 * Sets when the device was last used.
		 * @param lastUsed the time, sent in whole seconds; {@code null} if unknown
		 * @return this builder
		 */
		public Builder lastUsed(@Nullable Instant lastUsed) {
			this.lastUsed = lastUsed;
			return this;
		}

		/**
		 * Sets an attribute.
		 * @param name its name
		 * @param value its value, by Customer.io's documentation a text
		 * @return this builder
		 */
		public Builder attribute(String name, @Nullable Object value) {
			this.attributes.put(Checks.text(name, "attribute name"), value);
			return this;
		}

		/**
		 * Sets attributes.
		 * @param attributes the attributes by their names
		 * @return this builder
		 */
		public Builder attributes(Map<String, ?> attributes) {
			this.attributes.putAll(Checks.copy(attributes, "attributes"));
			return this;
		}

		/**
		 * Checks and builds the device.
		 * @return the device
		 */
		public PushDevice build() {
			return new PushDevice(this.token, this.platform, this.lastUsed, this.attributes);
		}

	}

}
