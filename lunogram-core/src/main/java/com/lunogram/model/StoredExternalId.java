package com.lunogram.model;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * An identifier as the server holds it.
 *
 * @param id the server's own id of it
 * @param source namespace of the id
 * @param externalId the id itself
 * @param metadata values stored beside it; {@code null} for none
 * @param createdAt when it was attached
 * @param updatedAt when it last changed
 */
public record StoredExternalId(UUID id, String source, @JsonProperty("external_id") String externalId,
		@Nullable Map<String, @Nullable Object> metadata, @JsonProperty("created_at") Instant createdAt,
		@JsonProperty("updated_at") Instant updatedAt) {

	public StoredExternalId {
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(source, "source");
		Objects.requireNonNull(externalId, "external_id");
		Objects.requireNonNull(createdAt, "created_at");
		Objects.requireNonNull(updatedAt, "updated_at");
		metadata = (metadata != null) ? Checks.copy(metadata) : null;
	}

}
