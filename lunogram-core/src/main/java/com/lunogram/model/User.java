package com.lunogram.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A user as the server holds it after an upsert.
 *
 * @param id the server's own id of the user
 * @param projectId project the user belongs to
 * @param identifier all names of the user
 * @param email e-mail address; {@code null} if none is stored
 * @param phone phone number; {@code null} if none is stored
 * @param data attributes after the merge
 * @param timezone name of the time zone, as text because the server stores it unchecked;
 * {@code null} if none is stored
 * @param locale language tag, as text because the server stores it unchecked;
 * {@code null} if none is stored
 * @param hasPushDevice whether a push device is registered
 * @param version 0 right after creation, growing with updates
 * @param createdAt when the user was created
 * @param updatedAt when the user last changed
 */
public record User(UUID id, @JsonProperty("project_id") UUID projectId,
		@JsonProperty(required = true) List<StoredExternalId> identifier, @Nullable String email,
		@Nullable String phone, @JsonProperty(required = true) Map<String, @Nullable Object> data,
		@Nullable String timezone, @Nullable String locale, @JsonProperty("has_push_device") boolean hasPushDevice,
		int version, @JsonProperty("created_at") Instant createdAt, @JsonProperty("updated_at") Instant updatedAt) {

	public User {
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(projectId, "project_id");
		Objects.requireNonNull(createdAt, "created_at");
		Objects.requireNonNull(updatedAt, "updated_at");
		identifier = Answer.list(identifier);
		data = Answer.map(data);
	}

}
