package com.lunogram.spring.boot.test;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Schedules that are assigned to subjects. With the project in the path an assignment is
 * known by its id, otherwise by its subject and name.
 */
final class Schedules {

	/** Every subject has this one from the start. */
	private static final String ANNIVERSARY = "anniversary";

	private final Map<UUID, StoredSchedule> assignments = new LinkedHashMap<>();

	private final Set<String> names = new HashSet<>(Set.of(ANNIVERSARY));

	private final Drops drops;

	Schedules(Drops drops) {
		this.drops = drops;
	}

	Answer upsert(Call call, Subjects subjects, int size) {
		JsonNode body = call.body();
		Instant now = Instant.now();
		List<Identifier> identifiers = Json.identifiers(body.get("identifier"));
		if (subjects.kind() == SubjectKind.ORGANIZATION) {
			subjects.require(identifiers);
		}
		Instant echoed = check(body, now);
		String sentId = call.operation().inProject() ? Json.text(body, "id") : null;
		UUID id = (sentId != null) ? UUID.fromString(sentId) : UUID.randomUUID();
		this.names.add(Json.requiredText(body, "name"));
		Subject subject = findOrDrop(call, subjects, identifiers, now, size);
		if (subject != null) {
			assign(call, new Assignment(subjects.kind(), subject.id(), Json.requiredText(body, "name")), id, now, size);
		}
		return accepted(id, echoed, body);
	}

	private static Answer accepted(UUID id, Instant echoed, JsonNode body) {
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("id", id);
		answer.put("name", Json.requiredText(body, "name"));
		answer.put("scheduled_at", echoed.toString());
		if (body.path("data").isObject()) {
			answer.put("data", Json.data(body.get("data")));
		}
		return Answer.json(202, answer);
	}

	/** Checks the times, and returns the one that the answer echoes. */
	private static Instant check(JsonNode body, Instant now) {
		Instant scheduledAt = Json.instant(body, "scheduled_at");
		Instant startAt = Json.instant(body, "start_at");
		String interval = Json.text(body, "interval");
		if (interval != null && !PostgresInterval.isPositive(interval)) {
			throw Problem.badRequest("invalid interval");
		}
		if (interval == null && scheduledAt == null) {
			throw Problem.badRequest("scheduled_at is required without an interval");
		}
		if (scheduledAt != null) {
			return scheduledAt;
		}
		return (startAt != null) ? startAt : now;
	}

	private @Nullable Subject findOrDrop(Call call, Subjects subjects, List<Identifier> identifiers, Instant now,
			int size) {
		try {
			Subject subject = subjects.find(identifiers);
			if (subject == null) {
				this.drops.add(now, call.operationId(), "unknown subject", call.body(), size);
			}
			return subject;
		}
		catch (Problem conflict) {
			this.drops.add(now, call.operationId(), conflict.detail(), call.body(), size);
			return null;
		}
	}

	private void assign(Call call, Assignment assignment, UUID id, Instant now, int size) {
		if (!call.operation().inProject()) {
			remove(assignment.subjectId(), assignment.name());
			UUID own = UUID.randomUUID(); // The answer's id is that of the queued
											// message.
			this.assignments.put(own, assignment.toSchedule(own, call.body(), null, now));
			return;
		}
		StoredSchedule old = this.assignments.get(id);
		if (old == null || assignment.isOf(old)) {
			this.assignments.put(id, assignment.toSchedule(id, call.body(), old, now));
		}
		else {
			this.drops.add(now, call.operationId(), "id of another assignment", call.body(), size);
		}
	}

	Answer delete(Call call, Subjects subjects) {
		Subject subject = subjects.require(call.body().get("identifier"));
		String name = Json.requiredText(call.body(), "name");
		if (!this.names.contains(name)) {
			throw Problem.notFound("schedule not found");
		}
		remove(subject.id(), name);
		return Answer.empty(200);
	}

	private void remove(UUID subject, String name) {
		this.assignments.values()
			.removeIf((assignment) -> assignment.subjectId().equals(subject) && assignment.name().equals(name));
	}

	void removeSubject(UUID subject) {
		this.assignments.values().removeIf((assignment) -> assignment.subjectId().equals(subject));
	}

	Collection<StoredSchedule> all() {
		return this.assignments.values();
	}

	void clear() {
		this.assignments.clear();
		this.names.clear();
		this.names.add(ANNIVERSARY);
	}

	/**
	 * What is assigned to whom.
	 */
	private record Assignment(SubjectKind kind, UUID subjectId, String name) {

		boolean isOf(StoredSchedule schedule) {
			return schedule.subjectId().equals(this.subjectId) && schedule.name().equals(this.name);
		}

		/** Times that an update leaves out keep their value; data does not. */
		StoredSchedule toSchedule(UUID id, JsonNode body, @Nullable StoredSchedule old, Instant now) {
			String interval = Json.text(body, "interval");
			Instant scheduledAt = Json.instant(body, "scheduled_at");
			Instant startAt = Json.instant(body, "start_at");
			if (old != null) {
				scheduledAt = (scheduledAt != null) ? scheduledAt : old.scheduledAt();
				startAt = (startAt != null) ? startAt : old.startAt();
			}
			if (interval != null && startAt == null) {
				startAt = now;
			}
			return new StoredSchedule(id, this.kind, this.subjectId, this.name, scheduledAt, startAt, interval,
					Json.data(body.get("data")));
		}

	}

}
