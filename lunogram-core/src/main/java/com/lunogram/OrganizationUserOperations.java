package com.lunogram;

import com.lunogram.model.ExternalId;
import com.lunogram.model.OrganizationUserRequest;
import com.lunogram.model.RemoveOrganizationUserRequest;

/**
 * Users of organizations.
 */
public final class OrganizationUserOperations {

	private final ApiCaller caller;

	OrganizationUserOperations(ApiCaller caller) {
		this.caller = caller;
	}

	/**
	 * Makes a user a member of an organization, or merges into the membership.
	 * @param request who and where
	 * @throws NotFoundException if the server knows no such user or organization
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void add(OrganizationUserRequest request) {
		this.caller.write(request);
	}

	/**
	 * Ends a membership. It is no error if there was none.
	 * @param organization an identifier of the organization
	 * @param user an identifier of the user
	 * @throws NotFoundException if the server knows no such user or organization
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void remove(ExternalId organization, ExternalId user) {
		remove(RemoveOrganizationUserRequest.of(organization, user));
	}

	/**
	 * Ends a membership. It is no error if there was none.
	 * @param request who and where
	 * @throws NotFoundException if the server knows no such user or organization
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void remove(RemoveOrganizationUserRequest request) {
		this.caller.write(request);
	}

}
