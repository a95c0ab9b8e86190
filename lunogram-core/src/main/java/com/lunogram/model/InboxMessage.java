package com.lunogram.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A message to a user or to an organization. The pair of channel and identifier is its
 * key for that target: a message with a key that the server has seen is no error and
 * changes nothing. Messages to a target that the server does not know are accepted and
 * dropped without telling.
 *
 * @param targetType whether the target is a user or an organization; decides the path and
 * is not sent
 * @param target names of the one target, at least one
 * @param identifier key of the message, chosen by the caller
 * @param channel by which way it goes
 * @param senderIdentityId sender, needed for e-mail and SMS; {@code null} otherwise
 * @param campaignId campaign it belongs to; {@code null} for none
 * @param broadcastId broadcast it belongs to; {@code null} for none
 * @param content what the channel shows, such as {@code title} and {@code body}: a map,
 * or an object that Jackson writes as a JSON object; {@code null} for nothing
 * @param data free data of the caller, likewise; {@code null} for none
 * @param tags labels to filter lists by, none blank or with a comma; may be empty
 * @param priority from 1 to 5; {@code null} for the server's 3
 * @param source origin of the message, to filter lists by; {@code null} for none
 * @param scheduledAt when it becomes visible; {@code null} for at once
 * @param expiresAt when it disappears; {@code null} for never
 */
public record InboxMessage(SubjectType targetType, List<ExternalId> target, ExternalId identifier, Channel channel,
		@Nullable UUID senderIdentityId, @Nullable UUID campaignId, @Nullable UUID broadcastId,
		@Nullable Object content, @Nullable Object data, List<String> tags, @Nullable Integer priority,
		@Nullable String source, @Nullable Instant scheduledAt, @Nullable Instant expiresAt) implements Write {

	/** The most messages that one request may carry. */
	public static final int MAX_BATCH = 100;

	private static final int MAX_PRIORITY = 5;

	public InboxMessage {
		Checks.required(targetType, "target type");
		target = Checks.identifiers(target, "target");
		Checks.required(identifier, "identifier");
		Checks.channel(channel);
		tags = List.copyOf(tags);
		tags.forEach(InboxMessage::checkTag);
		checkPriority(priority);
		Checks.optionalText(source, "source");
		Checks.optionalTime(scheduledAt, "scheduled_at");
		Checks.optionalTime(expiresAt, "expires_at");
		content = Checks.freeForm(content);
		data = Checks.freeForm(data);
	}

	static void checkTag(String tag) {
		// A list is filtered by tags joined with commas, so such a tag was never found.
		if (Checks.text(tag, "tags").indexOf(',') >= 0) {
			throw new IllegalArgumentException("tags must not contain a comma");
		}
	}

	static void checkPriority(@Nullable Integer priority) {
		if (priority != null && (priority < 1 || priority > MAX_PRIORITY)) {
			throw new IllegalArgumentException("priority must lie between 1 and " + MAX_PRIORITY);
		}
	}

	/**
	 * Begins a message.
	 * @param channel by which way it goes, not {@link Channel#UNKNOWN}
	 * @param identifier its key in the default source, not blank
	 * @return a builder
	 */
	public static Builder builder(Channel channel, String identifier) {
		return builder(channel, ExternalId.of(identifier));
	}

	/**
	 * Begins a message.
	 * @param channel by which way it goes, not {@link Channel#UNKNOWN}
	 * @param identifier its key
	 * @return a builder
	 */
	public static Builder builder(Channel channel, ExternalId identifier) {
		return new Builder(channel, identifier);
	}

	@Override
	public Operation operation() {
		return (this.targetType == SubjectType.USER) ? Operation.POST_USER_INBOX : Operation.POST_ORGANIZATION_INBOX;
	}

	@Override
	public List<Subject> subjects() {
		return Subject.of(this.targetType, this.target);
	}

	/**
	 * Builds a message.
	 */
	public static final class Builder extends DataBuilder<Builder> {

		private final Channel channel;

		private final ExternalId identifier;

		private final List<ExternalId> target = new ArrayList<>(1);

		private final FreeForm content = new FreeForm("content");

		private final List<String> tags = new ArrayList<>();

		private @Nullable SubjectType targetType;

		private @Nullable UUID senderIdentityId;

		private @Nullable UUID campaignId;

		private @Nullable UUID broadcastId;

		private @Nullable Integer priority;

		private @Nullable String source;

		private @Nullable Instant scheduledAt;

		private @Nullable Instant expiresAt;

		private Builder(Channel channel, ExternalId identifier) {
			this.channel = channel;
			this.identifier = identifier;
		}

		/**
		 * Sends the message to a user.
		 * @param externalId an id of the default source, not blank
		 * @return this builder
		 */
		public Builder user(String externalId) {
			return user(ExternalId.of(externalId));
		}

		/**
		 * Sends the message to a user.
		 * @param identifiers one or more identifiers of one user
		 * @return this builder
		 */
		public Builder user(ExternalId... identifiers) {
			return target(SubjectType.USER, identifiers);
		}

		/**
		 * Sends the message to an organization.
		 * @param externalId an id of the default source, not blank
		 * @return this builder
		 */
		public Builder organization(String externalId) {
			return organization(ExternalId.of(externalId));
		}

		/**
		 * Sends the message to an organization.
		 * @param identifiers one or more identifiers of one organization
		 * @return this builder
		 */
		public Builder organization(ExternalId... identifiers) {
			return target(SubjectType.ORGANIZATION, identifiers);
		}

		private Builder target(SubjectType type, ExternalId... identifiers) {
			if (this.targetType != null && this.targetType != type) {
				throw new IllegalArgumentException("target is either a user or an organization");
			}
			this.targetType = type;
			this.target.addAll(List.of(identifiers));
			return this;
		}

		/**
		 * Adds one value to what the channel shows.
		 * @param key name of the value
		 * @param value the value, anything that Jackson can write; may be {@code null}
		 * @return this builder
		 */
		public Builder content(String key, @Nullable Object value) {
			this.content.put(key, value);
			return this;
		}

		/**
		 * Adds all entries of a map to what the channel shows, or makes an object the
		 * content.
		 * @param content a map, or an object that Jackson writes as a JSON object
		 * @return this builder
		 */
		public Builder content(Object content) {
			this.content.set(content);
			return this;
		}

		/**
		 * Sets the sender, needed for e-mail and SMS.
		 * @param senderIdentityId id of the sender identity; {@code null} for none
		 * @return this builder
		 */
		public Builder senderIdentityId(@Nullable UUID senderIdentityId) {
			this.senderIdentityId = senderIdentityId;
			return this;
		}

		/**
		 * Sets the campaign it belongs to.
		 * @param campaignId id of the campaign; {@code null} for none
		 * @return this builder
		 */
		public Builder campaignId(@Nullable UUID campaignId) {
			this.campaignId = campaignId;
			return this;
		}

		/**
		 * Sets the broadcast it belongs to.
		 * @param broadcastId id of the broadcast; {@code null} for none
		 * @return this builder
		 */
		public Builder broadcastId(@Nullable UUID broadcastId) {
			this.broadcastId = broadcastId;
			return this;
		}

		/**
		 * Adds labels to filter lists by.
		 * @param tags the labels, none blank or with a comma
		 * @return this builder
		 */
		public Builder tags(String... tags) {
			this.tags.addAll(List.of(tags));
			return this;
		}

		/**
		 * Sets the priority.
		 * @param priority from 1 to 5
		 * @return this builder
		 */
		public Builder priority(int priority) {
			this.priority = priority;
			return this;
		}

		/**
		 * Sets the origin of the message, to filter lists by.
		 * @param source the origin; {@code null} for none
		 * @return this builder
		 */
		public Builder source(@Nullable String source) {
			this.source = source;
			return this;
		}

		/**
		 * Sets when the message becomes visible.
		 * @param scheduledAt the time; {@code null} for at once
		 * @return this builder
		 */
		public Builder scheduledAt(@Nullable Instant scheduledAt) {
			this.scheduledAt = scheduledAt;
			return this;
		}

		/**
		 * Sets when the message disappears.
		 * @param expiresAt the time; {@code null} for never
		 * @return this builder
		 */
		public Builder expiresAt(@Nullable Instant expiresAt) {
			this.expiresAt = expiresAt;
			return this;
		}

		/**
		 * Checks and builds the message.
		 * @return the message
		 */
		public InboxMessage build() {
			SubjectType type = Checks.required(this.targetType, "target");
			return new InboxMessage(type, this.target, this.identifier, this.channel, this.senderIdentityId,
					this.campaignId, this.broadcastId, this.content.value(), data(), this.tags, this.priority,
					this.source, this.scheduledAt, this.expiresAt);
		}

		@Override
		Builder self() {
			return this;
		}

	}

}
