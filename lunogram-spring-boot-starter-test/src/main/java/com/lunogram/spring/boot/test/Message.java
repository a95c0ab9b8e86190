package com.lunogram.spring.boot.test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An inbox message, with the marks that it gets later.
 */
final class Message {

	private static final int DEFAULT_PRIORITY = 3;

	private static final List<String> REFERENCES = List.of("sender_identity_id", "campaign_id", "broadcast_id");

	private final UUID id = UUID.randomUUID();

	private final SubjectKind kind;

	private final UUID subjectId;

	private final JsonNode request;

	private final Instant createdAt;

	private final Instant scheduledAt;

	private final @Nullable Instant expiresAt;

	private @Nullable Instant readAt;

	private @Nullable Instant archivedAt;

	Message(SubjectKind kind, UUID subjectId, JsonNode request, Instant now) {
		this.kind = kind;
		this.subjectId = subjectId;
		this.request = request;
		this.createdAt = now;
		Instant due = Json.instant(request, "scheduled_at");
		this.scheduledAt = (due != null) ? due : now;
		this.expiresAt = Json.instant(request, "expires_at");
	}

	UUID id() {
		return this.id;
	}

	UUID subjectId() {
		return this.subjectId;
	}

	Instant scheduledAt() {
		return this.scheduledAt;
	}

	String channel() {
		return Json.requiredText(this.request, "channel");
	}

	Identifier identifier() {
		return Json.identifier(this.request.required("identifier"));
	}

	@Nullable String source() {
		return Json.text(this.request, "source");
	}

	int priority() {
		return this.request.path("priority").asInt(DEFAULT_PRIORITY);
	}

	List<String> tags() {
		List<String> tags = new ArrayList<>();
		this.request.path("tags").forEach((tag) -> tags.add(tag.stringValue()));
		return List.copyOf(tags);
	}

	boolean isVisible(Instant now) {
		return !this.scheduledAt.isAfter(now) && (this.expiresAt == null || this.expiresAt.isAfter(now));
	}

	boolean isRead() {
		return this.readAt != null;
	}

	boolean isArchived() {
		return this.archivedAt != null;
	}

	/** Marks it once; the first time stays. */
	void markRead(Instant now) {
		this.readAt = (this.readAt != null) ? this.readAt : now;
	}

	/** Marks it once; the first time stays. */
	void markArchived(Instant now) {
		this.archivedAt = (this.archivedAt != null) ? this.archivedAt : now;
	}

	StoredMessage toStored() {
		return new StoredMessage(this.id, this.kind, this.subjectId, identifier(), channel(),
				Json.raw(this.request.get("content")), Json.data(this.request.get("data")), tags(), priority(),
				source(), this.scheduledAt, this.expiresAt, this.readAt, this.archivedAt);
	}

	Map<String, @Nullable Object> toJson(UUID projectId) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("id", this.id);
		json.put("project_id", projectId);
		json.put((this.kind == SubjectKind.USER) ? "user_id" : "organization_id", this.subjectId);
		json.put("external_id", identifier().externalId());
		json.put("channel", channel());
		REFERENCES.forEach((field) -> json.put(field, Json.text(this.request, field)));
		json.put("content", Json.raw(this.request.get("content")));
		json.put("data", Json.data(this.request.get("data")));
		json.put("tags", tags());
		json.put("priority", priority());
		json.put("source", source());
		json.put("scheduled_at", this.scheduledAt.toString());
		json.put("expires_at", text(this.expiresAt));
		json.put("read_at", text(this.readAt));
		json.put("archived_at", text(this.archivedAt));
		json.put("created_at", this.createdAt.toString());
		json.put("updated_at", this.createdAt.toString());
		return json;
	}

	private static @Nullable String text(@Nullable Instant instant) {
		return (instant != null) ? instant.toString() : null;
	}

}
