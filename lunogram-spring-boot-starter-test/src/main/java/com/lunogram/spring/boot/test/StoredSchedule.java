package com.lunogram.spring.boot.test;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A schedule that is assigned to a subject. The stand-in holds it and never fires it.
 *
 * @param id the assignment's id
 * @param kind whether the subject is a user or an organization
 * @param subjectId the server's own id of the subject
 * @param name the schedule's name
 * @param scheduledAt when it fires, or fires first; {@code null} if only an interval was
 * sent
 * @param startAt where the interval is anchored, or {@code null} for a schedule that
 * fires once
 * @param interval the interval as it was sent, or {@code null} for a schedule that fires
 * once
 * @param data what the fired events hold, empty for nothing; values may be {@code null}
 */
public record StoredSchedule(UUID id, SubjectKind kind, UUID subjectId, String name, @Nullable Instant scheduledAt,
		@Nullable Instant startAt, @Nullable String interval, Map<String, @Nullable Object> data) {

}
