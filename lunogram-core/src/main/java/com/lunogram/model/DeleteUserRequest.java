package com.lunogram.model;

import java.util.List;

/**
 * Deletes a user, for good. A user that is not there is answered with 404.
 *
 * @param identifier names of the one user, at least one
 */
public record DeleteUserRequest(List<ExternalId> identifier) implements Write {

	public DeleteUserRequest {
		identifier = Checks.identifiers(identifier, "identifier");
	}

	/**
	 * Deletes the user of the given identifiers.
	 * @param identifiers one or more identifiers of one user
	 * @return the request
	 */
	public static DeleteUserRequest of(ExternalId... identifiers) {
		return new DeleteUserRequest(List.of(identifiers));
	}

	@Override
	public Operation operation() {
		return Operation.DELETE_USER;
	}

	@Override
	public List<Subject> subjects() {
		return Subject.users(this.identifier);
	}

}
