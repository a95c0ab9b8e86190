package com.lunogram.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Whom a write concerns, by one of the names of that subject. Two writes concern the same
 * subject when they have any of these in common; their order is then kept.
 *
 * @param type user or organization
 * @param source namespace of the id
 * @param externalId the id
 */
public record Subject(SubjectType type, String source, String externalId) {

	static List<Subject> users(List<ExternalId> identifiers) {
		return of(SubjectType.USER, identifiers);
	}

	static List<Subject> organizations(List<ExternalId> identifiers) {
		return of(SubjectType.ORGANIZATION, identifiers);
	}

	static List<Subject> of(SubjectType type, List<ExternalId> identifiers) {
		if (identifiers.size() == 1) {
			return List.of(of(type, identifiers.get(0)));
		}
		List<Subject> subjects = new ArrayList<>(identifiers.size());
		identifiers.forEach((id) -> subjects.add(of(type, id)));
		return subjects;
	}

	private static Subject of(SubjectType type, ExternalId id) {
		return new Subject(type, id.source(), id.externalId());
	}

}
