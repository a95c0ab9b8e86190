package com.lunogram;

import com.lunogram.model.DeleteOrganizationScheduledRequest;
import com.lunogram.model.ExternalId;
import com.lunogram.model.ScheduledAccepted;
import com.lunogram.model.UpsertOrganizationScheduledRequest;

/**
 * Schedules of organizations: at a time, or again and again, the server emits the event
 * {@code scheduled.<name>} for an organization.
 */
public final class OrganizationScheduledOperations {

	private final ApiCaller caller;

	OrganizationScheduledOperations(ApiCaller caller) {
		this.caller = caller;
	}

	/**
	 * Assigns a schedule to an organization.
	 * @param request the schedule
	 * @return what the server has queued
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public ScheduledAccepted upsert(UpsertOrganizationScheduledRequest request) {
		return this.caller.write(request, ScheduledAccepted.class);
	}

	/**
	 * Takes all assignments of a schedule from an organization.
	 * @param name name of the schedule
	 * @param identifiers one or more identifiers of one organization
	 * @throws NotFoundException if the server knows no such organization, or the name was
	 * never used
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void delete(String name, ExternalId... identifiers) {
		delete(DeleteOrganizationScheduledRequest.of(name, identifiers));
	}

	/**
	 * Takes all assignments of a schedule from an organization.
	 * @param request which schedule, and from whom
	 * @throws NotFoundException if the server knows no such organization, or the name was
	 * never used
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void delete(DeleteOrganizationScheduledRequest request) {
		this.caller.write(request);
	}

}
