package com.lunogram.spring.boot.test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * An inbox message that the server holds, visible or not. The stand-in sends nothing,
 * whatever the channel.
 *
 * @param id the server's own id
 * @param kind whether it was sent to a user or to an organization
 * @param subjectId the server's own id of that subject
 * @param identifier the caller's identifier of the message
 * @param channel {@code email}, {@code sms}, {@code push} or {@code inbox}
 * @param content what the channel shows, empty for nothing; values may be {@code null}
 * @param data the caller's own data, empty for none; values may be {@code null}
 * @param tags the tags, empty for none
 * @param priority from 1 to 5
 * @param source where the message comes from, or {@code null} if it was not said
 * @param scheduledAt when it becomes visible
 * @param expiresAt when it stops being visible, or {@code null} for never
 * @param readAt when it was marked as read, or {@code null}
 * @param archivedAt when it was marked as archived, or {@code null}
 */
public record StoredMessage(UUID id, SubjectKind kind, UUID subjectId, Identifier identifier, String channel,
		Map<String, @Nullable Object> content, Map<String, @Nullable Object> data, List<String> tags, int priority,
		@Nullable String source, Instant scheduledAt, @Nullable Instant expiresAt, @Nullable Instant readAt,
		@Nullable Instant archivedAt) {

}
