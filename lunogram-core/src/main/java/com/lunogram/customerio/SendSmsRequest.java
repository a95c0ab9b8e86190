package com.lunogram.customerio;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A text message to one person.
 *
 * @param fields its fields by their names, as they go out
 */
public record SendSmsRequest(Map<String, @Nullable Object> fields) {

	public SendSmsRequest {
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
		 * Sets who gets the message.
		 * @param to the phone number in E.164 form such as {@code +31612345678}, not
		 * blank; Customer.io asks for one
		 * @return this builder
		 */
		public Builder to(@Nullable String to) {
			return text("to", to);
		}

		/**
		 * Sets who sends the message.
		 * @param from the phone number in E.164 form or the name of the sender, not
		 * blank; {@code null} for that of the template
		 * @return this builder
		 */
		public Builder from(@Nullable String from) {
			return text("from", from);
		}

		/**
		 * Sets whether Customer.io counts clicks on links.
		 * @param tracked {@code false} if not
		 * @return this builder
		 */
		public Builder tracked(boolean tracked) {
			return set("tracked", tracked);
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
		public SendSmsRequest build() {
			return new SendSmsRequest(fields().map());
		}

	}

}
