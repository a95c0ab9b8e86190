package com.lunogram;

import com.lunogram.model.DeleteOrganizationRequest;
import com.lunogram.model.ExternalId;
import com.lunogram.model.Organization;
import com.lunogram.model.SubjectType;
import com.lunogram.model.UpsertOrganizationRequest;

/**
 * What can be done with organizations.
 */
public final class OrganizationOperations {

	private final ApiCaller caller;

	private final OrganizationEventOperations events;

	private final OrganizationScheduledOperations scheduled;

	private final InboxOperations inbox;

	private final OrganizationUserOperations users;

	OrganizationOperations(ApiCaller caller) {
		this.caller = caller;
		this.events = new OrganizationEventOperations(caller);
		this.scheduled = new OrganizationScheduledOperations(caller);
		this.inbox = new InboxOperations(caller, SubjectType.ORGANIZATION);
		this.users = new OrganizationUserOperations(caller);
	}

	/**
	 * Creates an organization, or merges into an existing one. The organization is stored
	 * when this returns, so that events for it are not lost from then on.
	 * @param request who it is and what is known of it
	 * @return the organization after the merge
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public Organization upsert(UpsertOrganizationRequest request) {
		return this.caller.write(request, Organization.class);
	}

	/**
	 * Deletes an organization, for good.
	 * @param identifiers one or more identifiers of one organization
	 * @throws NotFoundException if the server knows no such organization
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void delete(ExternalId... identifiers) {
		delete(DeleteOrganizationRequest.of(identifiers));
	}

	/**
	 * Deletes an organization, for good.
	 * @param request which one
	 * @throws NotFoundException if the server knows no such organization
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void delete(DeleteOrganizationRequest request) {
		this.caller.write(request);
	}

	/**
	 * Events of organizations.
	 * @return the operations
	 */
	public OrganizationEventOperations events() {
		return this.events;
	}

	/**
	 * Schedules of organizations.
	 * @return the operations
	 */
	public OrganizationScheduledOperations scheduled() {
		return this.scheduled;
	}

	/**
	 * Inbox messages of organizations.
	 * @return the operations
	 */
	public InboxOperations inbox() {
		return this.inbox;
	}

	/**
	 * Users of organizations.
	 * @return the operations
	 */
	public OrganizationUserOperations users() {
		return this.users;
	}

}
