package com.lunogram.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * An organization as the server holds it after an upsert.
 *
 * @param id the server's own id of the organization
 * @param projectId project the organization belongs to
 * @param identifier all names of the organization
 * @param name display name; {@code null} if none is stored
 * @param data attributes after the merge
 * @param version 0 right after creation, growing with updates
 * @param createdAt when the organization was created
 * @param updatedAt when the organization last changed
 */
public record Organization(UUID id, @JsonProperty("project_id") UUID projectId,
		@JsonProperty(required = true) List<StoredExternalId> identifier, @Nullable String name,
		@JsonProperty(required = true) Map<String, @Nullable Object> data, int version,
		@JsonProperty("created_at") Instant createdAt, @JsonProperty("updated_at") Instant updatedAt) {

	public Organization {
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(projectId, "project_id");
		Objects.requireNonNull(createdAt, "created_at");
		Objects.requireNonNull(updatedAt, "updated_at");
		identifier = Answer.list(identifier);
		data = Answer.map(data);
	}

}
