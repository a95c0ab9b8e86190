package com.lunogram.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * Ends the membership of a user in an organization. An unknown user or organization is
 * answered with 404; a user who was no member is no error.
 *
 * @param organization names of the one organization, at least one
 * @param user names of the one user, at least one
 */
public record RemoveOrganizationUserRequest(List<ExternalId> organization, List<ExternalId> user) implements Write {

	public RemoveOrganizationUserRequest {
		organization = Checks.identifiers(organization, "organization.identifier");
		user = Checks.identifiers(user, "user.identifier");
	}

	/**
	 * Ends a membership.
	 * @param organization an identifier of the organization
	 * @param user an identifier of the user
	 * @return the request
	 */
	public static RemoveOrganizationUserRequest of(ExternalId organization, ExternalId user) {
		return new RemoveOrganizationUserRequest(List.of(organization), List.of(user));
	}

	@Override
	public Operation operation() {
		return Operation.REMOVE_ORGANIZATION_USER;
	}

	@Override
	public List<Subject> subjects() {
		return subjects(this.organization, this.user);
	}

	static List<Subject> subjects(List<ExternalId> organization, List<ExternalId> user) {
		return Stream.concat(Subject.organizations(organization).stream(), Subject.users(user).stream()).toList();
	}

}
