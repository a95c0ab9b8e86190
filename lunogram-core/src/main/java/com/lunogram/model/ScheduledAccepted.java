package com.lunogram.model;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The server has queued a schedule.
 *
 * @param id id of the assignment on a project-scoped server; on one of the other
 * generation the id of the queued message, which is of no further use
 * @param name name of the schedule
 * @param scheduledAt the requested {@code scheduled_at}, else the {@code start_at}, else
 * the server's now; not the next time it fires
 * @param data the requested data; {@code null} for none
 */
public record ScheduledAccepted(UUID id, String name, @JsonProperty("scheduled_at") Instant scheduledAt,
		@Nullable Map<String, @Nullable Object> data) {

	public ScheduledAccepted {
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(scheduledAt, "scheduled_at");
		data = (data != null) ? Checks.copy(data) : null;
	}

}
