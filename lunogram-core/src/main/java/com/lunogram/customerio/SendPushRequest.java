package com.lunogram.customerio;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A push message to the devices of one person.
 *
 * @param fields its fields by their names, as they go out
 */
public record SendPushRequest(Map<String, @Nullable Object> fields) {

	public SendPushRequest {
		fields = Checks.copy(fields, "fields");
	}

	/**
	 * Begins a message.
	 * @param transactionalMessageId name or number of the template in Customer.io, not
	 * blank
	 * @return a builder
	 */
	public static Builder builder(String transactionalMessageId) {
		return new Builder().transactionalMessageId(transactionalMessageId);
	}

	/**
	 * Begins a message.
	 * @param transactionalMessageId number of the template in Customer.io, 1 or more
	 * @return a builder
	 */
	public static Builder builder(long transactionalMessageId) {
		return new Builder().transactionalMessageId(transactionalMessageId);
	}

	/**
	 * Begins a message that has no template, and says all itself.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * What a device does beside showing a message.
	 */
	public enum Sound {

		/** It makes its usual sound. */
		DEFAULT,

		/** It makes none. */
		NONE

	}

	/**
	 * Builds a message.
	 */
	public static final class Builder extends SendRequestBuilder<Builder> {

		private Builder() {
		}

		@Override
		Builder self() {
			return this;
		}

		/**
		 * Sets which devices get the message.
		 * @param to {@code all}, {@code last_used} or the token of a device, not blank;
		 * {@code null} for all
		 * @return this builder
		 */
		public Builder to(@Nullable String to) {
			return text("to", to);
		}

		/**
		 * Sets the title.
		 * @param title the title; {@code null} for that of the template
		 * @return this builder
		 */
		public Builder title(@Nullable String title) {
			return set("title", title);
		}

		/**
		 * Sets the text.
		 * @param message the text; {@code null} for that of the template
		 * @return this builder
		 */
		public Builder message(@Nullable String message) {
			return set("message", message);
		}

		/**
		 * Sets a picture.
		 * @param imageUrl where the picture is, not blank; {@code null} for that of the
		 * template
		 * @return this builder
		 */
		public Builder imageUrl(@Nullable String imageUrl) {
			return text("image_url", imageUrl);
		}

		/**
		 * Sets where a touch leads.
		 * @param link the link, not blank; {@code null} for that of the template
		 * @return this builder
		 */
		public Builder link(@Nullable String link) {
			return text("link", link);
		}

		/**
		 * Sets the sound.
		 * @param sound the sound; {@code null} for that of the template
		 * @return this builder
		 */
		public Builder sound(@Nullable Sound sound) {
			return set("sound", (sound != null) ? sound.name().toLowerCase(Locale.ROOT) : null);
		}

		/**
		 * Sets what goes to the app beside the message.
		 * @param customData values by their names, which must be texts for Android; empty
		 * for nothing
		 * @return this builder
		 */
		public Builder customData(Map<String, ?> customData) {
			return set("custom_data", Checks.copy(customData, "custom_data"));
		}

		/**
		 * Sets the whole message as the platforms take it, instead of all else that is
		 * shown.
		 * @param customPayload the message for {@code ios} and for {@code android}; empty
		 * for none
		 * @return this builder
		 */
		public Builder customPayload(Map<String, ?> customPayload) {
			return set("custom_payload", Checks.copy(customPayload, "custom_payload"));
		}

		/**
		 * Sets a device that gets the message though Customer.io may not know it.
		 * @param device the device; {@code null} for none
		 * @return this builder
		 */
		public Builder device(@Nullable PushDevice device) {
			return set("custom_device", (device != null) ? device.toMap("token") : null);
		}

		/**
		 * Sets whether people who want no messages get this one all the same.
		 * @param sendToUnsubscribed {@code false} if not
		 * @return this builder
		 */
		public Builder sendToUnsubscribed(boolean sendToUnsubscribed) {
			return set("send_to_unsubscribed", sendToUnsubscribed);
		}

		/**
		 * Checks and builds the message.
		 * @return the message
		 */
		public SendPushRequest build() {
			return new SendPushRequest(fields().map());
		}

	}

}
