package com.lunogram.model;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of the messages of one user or organization. Messages that are not yet
 * due, expired or deleted are never shown, archived ones only when asked for.
 *
 * @param subject whose messages
 * @param channel of which channel
 * @param status in which state; {@code null} for all but archived ones
 * @param tags labels that must all be there; may be empty
 * @param messageSource origin of the messages; {@code null} for any
 * @param priority priority of the messages, from 1 to 5; {@code null} for any
 * @param limit size of the page, from 1 to 100; {@code null} for the server's 20
 * @param offset how many messages to pass over, 0 or more; {@code null} for none
 */
public record InboxQuery(ExternalId subject, Channel channel, @Nullable InboxStatus status, List<String> tags,
		@Nullable String messageSource, @Nullable Integer priority, @Nullable Integer limit, @Nullable Integer offset) {

	private static final int MAX_LIMIT = 100;

	public InboxQuery {
		Checks.required(subject, "external_id");
		Checks.channel(channel);
		tags = List.copyOf(tags);
		tags.forEach(InboxMessage::checkTag);
		Checks.optionalText(messageSource, "message_source");
		InboxMessage.checkPriority(priority);
		if (limit != null && (limit < 1 || limit > MAX_LIMIT)) {
			throw new IllegalArgumentException("limit must lie between 1 and " + MAX_LIMIT);
		}
		if (offset != null && offset < 0) {
			throw new IllegalArgumentException("offset must not be negative");
		}
	}

	/**
	 * Begins a query.
	 * @param subject whose messages
	 * @param channel of which channel, not {@link Channel#UNKNOWN}
	 * @return a builder
	 */
	public static Builder builder(ExternalId subject, Channel channel) {
		return new Builder(subject, channel);
	}

	/**
	 * Builds a query.
	 */
	public static final class Builder {

		private final ExternalId subject;

		private final Channel channel;

		private final List<String> tags = new ArrayList<>();

		private @Nullable InboxStatus status;

		private @Nullable String messageSource;

		private @Nullable Integer priority;

		private @Nullable Integer limit;

		private @Nullable Integer offset;

		private Builder(ExternalId subject, Channel channel) {
			this.subject = subject;
			this.channel = channel;
		}

		/**
		 * Asks for messages in one state.
		 * @param status the state
		 * @return this builder
		 */
		public Builder status(InboxStatus status) {
			this.status = status;
			return this;
		}

		/**
		 * Asks for messages that carry all of these labels.
		 * @param tags the labels, none blank or with a comma
		 * @return this builder
		 */
		public Builder tags(String... tags) {
			this.tags.addAll(List.of(tags));
			return this;
		}

		/**
		 * Asks for messages of one origin.
		 * @param messageSource the origin, not blank
		 * @return this builder
		 */
		public Builder messageSource(String messageSource) {
			this.messageSource = messageSource;
			return this;
		}

		/**
		 * Asks for messages of one priority.
		 * @param priority from 1 to 5
		 * @return this builder
		 */
		public Builder priority(int priority) {
			this.priority = priority;
			return this;
		}

		/**
		 * Sets the size of the page.
		 * @param limit from 1 to 100
		 * @return this builder
		 */
		public Builder limit(int limit) {
			this.limit = limit;
			return this;
		}

		/**
		 * Sets how many messages to pass over.
		 * @param offset 0 or more
		 * @return this builder
		 */
		public Builder offset(int offset) {
			this.offset = offset;
			return this;
		}

		/**
		 * Checks and builds the query.
		 * @return the query
		 */
		public InboxQuery build() {
			return new InboxQuery(this.subject, this.channel, this.status, this.tags, this.messageSource, this.priority,
					this.limit, this.offset);
		}

	}

}
