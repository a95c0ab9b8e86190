package com.lunogram.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * An inbox message as the server holds it.
 *
 * @param id the server's own id of the message
 * @param projectId project it belongs to
 * @param userId the server's id of the user; {@code null} for an organization's message
 * @param organizationId the server's id of the organization; {@code null} for a user's
 * message
 * @param externalId the key that the message was created with
 * @param channel by which way it went; {@link Channel#UNKNOWN} for one that this version
 * does not know
 * @param senderIdentityId sender; {@code null} for none
 * @param campaignId campaign it belongs to; {@code null} for none
 * @param broadcastId broadcast it belongs to; {@code null} for none
 * @param content what the channel shows
 * @param data free data of the caller
 * @param tags labels
 * @param priority from 1 to 5
 * @param source origin; {@code null} for none
 * @param scheduledAt when it became visible
 * @param expiresAt when it disappears; {@code null} for never
 * @param readAt when it was read; {@code null} if it was not
 * @param archivedAt when it was archived; {@code null} if it was not
 * @param sentAt when it was sent; in the API's schema, but not filled by the servers seen
 * @param createdAt when it was created
 * @param updatedAt when it last changed
 */
public record StoredInboxMessage(UUID id, @JsonProperty("project_id") UUID projectId,
		@JsonProperty("user_id") @Nullable UUID userId, @JsonProperty("organization_id") @Nullable UUID organizationId,
		@JsonProperty("external_id") @Nullable String externalId, Channel channel,
		@JsonProperty("sender_identity_id") @Nullable UUID senderIdentityId,
		@JsonProperty("campaign_id") @Nullable UUID campaignId,
		@JsonProperty("broadcast_id") @Nullable UUID broadcastId,
		@JsonProperty(required = true) Map<String, @Nullable Object> content,
		@JsonProperty(required = true) Map<String, @Nullable Object> data,
		@JsonProperty(required = true) List<String> tags, int priority, @Nullable String source,
		@JsonProperty("scheduled_at") Instant scheduledAt, @JsonProperty("expires_at") @Nullable Instant expiresAt,
		@JsonProperty("read_at") @Nullable Instant readAt, @JsonProperty("archived_at") @Nullable Instant archivedAt,
		@JsonProperty("sent_at") @Nullable Instant sentAt, @JsonProperty("created_at") Instant createdAt,
		@JsonProperty("updated_at") Instant updatedAt) {

	public StoredInboxMessage {
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(projectId, "project_id");
		Objects.requireNonNull(channel, "channel");
		Objects.requireNonNull(scheduledAt, "scheduled_at");
		Objects.requireNonNull(createdAt, "created_at");
		Objects.requireNonNull(updatedAt, "updated_at");
		content = Answer.map(content);
		data = Answer.map(data);
		tags = Answer.list(tags);
	}

}
