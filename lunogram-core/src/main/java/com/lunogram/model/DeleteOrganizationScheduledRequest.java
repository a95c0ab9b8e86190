package com.lunogram.model;

import java.util.List;

/**
 * Takes all assignments of one schedule name from an organization. A name that was never
 * used in the project, or an unknown organization, is answered with 404; a schedule that
 * this organization does not hold is no error.
 *
 * @param name name of the schedule, not blank
 * @param identifier names of the one organization, at least one
 */
public record DeleteOrganizationScheduledRequest(String name, List<ExternalId> identifier) implements Write {

	public DeleteOrganizationScheduledRequest {
		Checks.text(name, "name");
		identifier = Checks.identifiers(identifier, "identifier");
	}

	/**
	 * Takes a schedule from the organization of the given identifiers.
	 * @param name name of the schedule, not blank
	 * @param identifiers one or more identifiers of one organization
	 * @return the request
	 */
	public static DeleteOrganizationScheduledRequest of(String name, ExternalId... identifiers) {
		return new DeleteOrganizationScheduledRequest(name, List.of(identifiers));
	}

	@Override
	public Operation operation() {
		return Operation.DELETE_ORGANIZATION_SCHEDULED;
	}

	@Override
	public List<Subject> subjects() {
		return Subject.organizations(this.identifier);
	}

}
