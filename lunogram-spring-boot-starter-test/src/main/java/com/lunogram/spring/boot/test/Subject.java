package com.lunogram.spring.boot.test;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A user or an organization.
 */
final class Subject {

	private final UUID id = UUID.randomUUID();

	private final Instant createdAt;

	private final Map<Identifier, AttachedIdentifier> identifiers = new LinkedHashMap<>();

	private final Map<String, String> texts = new LinkedHashMap<>();

	private final Map<String, @Nullable Object> data = new LinkedHashMap<>();

	private Instant updatedAt;

	private int version = -1;

	Subject(Instant now) {
		this.createdAt = now;
		this.updatedAt = now;
	}

	/**
	 * Merges an upsert into what is stored.
	 * @param textFields the fields whose value stays if the request has null or nothing
	 */
	void merge(JsonNode request, List<String> textFields, Instant now) {
		for (Identifier identifier : Json.identifiers(request.get("identifier"))) {
			this.identifiers.computeIfAbsent(identifier.withoutMetadata(), (key) -> new AttachedIdentifier(now))
				.merge(identifier.metadata(), now);
		}
		for (String field : textFields) {
			String text = Json.text(request, field);
			if (text != null) {
				this.texts.put(field, text);
			}
		}
		this.data.putAll(Json.data(request.get("data")));
		this.version++;
		this.updatedAt = now;
	}

	UUID id() {
		return this.id;
	}

	List<Identifier> keys() {
		return List.copyOf(this.identifiers.keySet());
	}

	StoredUser toUser(boolean hasPushDevice) {
		return new StoredUser(this.id, identifiers(), this.texts.get("email"), this.texts.get("phone"),
				this.texts.get("timezone"), this.texts.get("locale"), data(), hasPushDevice, this.version,
				this.createdAt, this.updatedAt);
	}

	StoredOrganization toOrganization(Map<UUID, Map<String, @Nullable Object>> members) {
		return new StoredOrganization(this.id, identifiers(), this.texts.get("name"), data(), members, this.version,
				this.createdAt, this.updatedAt);
	}

	/** The fields that the answers for users and for organizations share. */
	Map<String, Object> toJson(UUID projectId) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("id", this.id);
		json.put("project_id", projectId);
		json.put("identifier",
				this.identifiers.entrySet().stream().map((entry) -> entry.getValue().toJson(entry.getKey())).toList());
		json.putAll(this.texts);
		json.put("data", this.data);
		json.put("version", this.version);
		json.put("created_at", this.createdAt.toString());
		json.put("updated_at", this.updatedAt.toString());
		return json;
	}

	private List<Identifier> identifiers() {
		return this.identifiers.entrySet()
			.stream()
			.map((entry) -> new Identifier(entry.getKey().source(), entry.getKey().externalId(),
					entry.getValue().metadata()))
			.toList();
	}

	private Map<String, @Nullable Object> data() {
		return Collections.unmodifiableMap(new LinkedHashMap<>(this.data));
	}

	private static final class AttachedIdentifier {

		private final UUID id = UUID.randomUUID();

		private final Map<String, @Nullable Object> metadata = new LinkedHashMap<>();

		private final Instant createdAt;

		private Instant updatedAt;

		AttachedIdentifier(Instant now) {
			this.createdAt = now;
			this.updatedAt = now;
		}

		void merge(Map<String, @Nullable Object> added, Instant now) {
			this.metadata.putAll(added);
			this.updatedAt = now;
		}

		Map<String, @Nullable Object> metadata() {
			return Collections.unmodifiableMap(new LinkedHashMap<>(this.metadata));
		}

		Map<String, Object> toJson(Identifier identifier) {
			return Map.of("id", this.id, "source", identifier.source(), "external_id", identifier.externalId(),
					"metadata", this.metadata, "created_at", this.createdAt.toString(), "updated_at",
					this.updatedAt.toString());
		}

	}

}
