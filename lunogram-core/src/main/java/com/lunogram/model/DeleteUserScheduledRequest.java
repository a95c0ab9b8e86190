package com.lunogram.model;

import java.util.List;

/**
 * Takes all assignments of one schedule name from a user. A name that was never used in
 * the project, or an unknown user, is answered with 404; a schedule that this user does
 * not hold is no error.
 *
 * @param name name of the schedule, not blank
 * @param identifier names of the one user, at least one
 */
public record DeleteUserScheduledRequest(String name, List<ExternalId> identifier) implements Write {

	public DeleteUserScheduledRequest {
		Checks.text(name, "name");
		identifier = Checks.identifiers(identifier, "identifier");
	}

	/**
	 * Takes a schedule from the user of the given identifiers.
	 * @param name name of the schedule, not blank
	 * @param identifiers one or more identifiers of one user
	 * @return the request
	 */
	public static DeleteUserScheduledRequest of(String name, ExternalId... identifiers) {
		return new DeleteUserScheduledRequest(name, List.of(identifiers));
	}

	@Override
	public Operation operation() {
		return Operation.DELETE_USER_SCHEDULED;
	}

	@Override
	public List<Subject> subjects() {
		return Subject.users(this.identifier);
	}

}
