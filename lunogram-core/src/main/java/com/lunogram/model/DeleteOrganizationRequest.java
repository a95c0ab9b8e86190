package com.lunogram.model;

import java.util.List;

/**
 * Deletes an organization and its memberships, for good. An organization that is not
 * there is answered with 404.
 *
 * @param identifier names of the one organization, at least one
 */
public record DeleteOrganizationRequest(List<ExternalId> identifier) implements Write {

	public DeleteOrganizationRequest {
		identifier = Checks.identifiers(identifier, "identifier");
	}

	/**
	 * Deletes the organization of the given identifiers.
	 * @param identifiers one or more identifiers of one organization
	 * @return the request
	 */
	public static DeleteOrganizationRequest of(ExternalId... identifiers) {
		return new DeleteOrganizationRequest(List.of(identifiers));
	}

	@Override
	public Operation operation() {
		return Operation.DELETE_ORGANIZATION;
	}

	@Override
	public List<Subject> subjects() {
		return Subject.organizations(this.identifier);
	}

}
