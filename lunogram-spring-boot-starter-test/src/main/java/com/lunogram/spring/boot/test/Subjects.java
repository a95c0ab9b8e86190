package com.lunogram.spring.boot.test;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * All subjects of one kind, and who owns which identifier.
 */
final class Subjects {

	private final Map<UUID, Subject> subjects = new LinkedHashMap<>();

	private final Map<Identifier, Subject> owners = new HashMap<>();

	private final SubjectKind kind;

	Subjects(SubjectKind kind) {
		this.kind = kind;
	}

	SubjectKind kind() {
		return this.kind;
	}

	Collection<Subject> all() {
		return this.subjects.values();
	}

	/**
	 * Finds the subject that owns any of the identifiers.
	 * @return the subject, or {@code null} if nobody owns one
	 * @throws Problem 500 if two subjects do
	 */
	@Nullable Subject find(List<Identifier> identifiers) {
		Subject found = null;
		for (Identifier identifier : identifiers) {
			Subject owner = this.owners.get(identifier.withoutMetadata());
			if (owner != null && found != null && owner != found) {
				throw Problem.conflict(this.kind);
			}
			found = (owner != null) ? owner : found;
		}
		return found;
	}

	/**
	 * Finds the subject that a request names.
	 * @throws Problem 404 if there is none, 500 if there are two
	 */
	Subject require(@Nullable JsonNode identifier) {
		return require(Json.identifiers(identifier));
	}

	Subject require(List<Identifier> identifiers) {
		Subject subject = find(identifiers);
		if (subject == null) {
			throw Problem.notFound(((this.kind == SubjectKind.USER) ? "user" : "organization") + " not found");
		}
		return subject;
	}

	Subject upsert(JsonNode request, List<String> textFields, Instant now) {
		Subject found = find(Json.identifiers(request.get("identifier")));
		Subject subject = (found != null) ? found : new Subject(now);
		subject.merge(request, textFields, now);
		this.subjects.put(subject.id(), subject);
		subject.keys().forEach((key) -> this.owners.put(key, subject));
		return subject;
	}

	void delete(Subject subject) {
		this.subjects.remove(subject.id());
		subject.keys().forEach(this.owners::remove);
	}

	void clear() {
		this.subjects.clear();
		this.owners.clear();
	}

}
