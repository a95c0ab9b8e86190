package com.lunogram.customerio;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A message to one person that is shown within an app.
 *
 * @param fields its fields by their names, as they go out
 */
public record SendInAppRequest(Map<String, @Nullable Object> fields) {

	public SendInAppRequest {
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
		 * Checks and builds the message.
		 * @return the message
		 */
		public SendInAppRequest build() {
			return new SendInAppRequest(fields().map());
		}

	}

}
