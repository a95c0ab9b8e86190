package com.lunogram;

import com.lunogram.model.DeleteUserRequest;
import com.lunogram.model.ExternalId;
import com.lunogram.model.User;
import com.lunogram.model.SubjectType;
import com.lunogram.model.UpsertUserRequest;

/**
 * What can be done with users.
 */
public final class UserOperations {

	private final ApiCaller caller;

	private final UserEventOperations events;

	private final UserScheduledOperations scheduled;

	private final InboxOperations inbox;

	private final UserDeviceOperations devices;

	UserOperations(ApiCaller caller) {
		this.caller = caller;
		this.events = new UserEventOperations(caller);
		this.scheduled = new UserScheduledOperations(caller);
		this.inbox = new InboxOperations(caller, SubjectType.USER);
		this.devices = new UserDeviceOperations(caller);
	}

	/**
	 * Creates a user, or merges into an existing one. The user is stored when this
	 * returns, so that events for it are not lost from then on.
	 * @param request who it is and what is known of it
	 * @return the user after the merge
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public User upsert(UpsertUserRequest request) {
		return this.caller.write(request, User.class);
	}

	/**
	 * Deletes a user, for good.
	 * @param identifiers one or more identifiers of one user
	 * @throws NotFoundException if the server knows no such user
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void delete(ExternalId... identifiers) {
		delete(DeleteUserRequest.of(identifiers));
	}

	/**
	 * Deletes a user, for good.
	 * @param request which one
	 * @throws NotFoundException if the server knows no such user
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void delete(DeleteUserRequest request) {
		this.caller.write(request);
	}

	/**
	 * Events of users.
	 * @return the operations
	 */
	public UserEventOperations events() {
		return this.events;
	}

	/**
	 * Schedules of users.
	 * @return the operations
	 */
	public UserScheduledOperations scheduled() {
		return this.scheduled;
	}

	/**
	 * Inbox messages of users.
	 * @return the operations
	 */
	public InboxOperations inbox() {
		return this.inbox;
	}

	/**
	 * Push devices of users.
	 * @return the operations
	 */
	public UserDeviceOperations devices() {
		return this.devices;
	}

}
