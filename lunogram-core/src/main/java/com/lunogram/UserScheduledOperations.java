package com.lunogram;

import com.lunogram.model.DeleteUserScheduledRequest;
import com.lunogram.model.ExternalId;
import com.lunogram.model.ScheduledAccepted;
import com.lunogram.model.UpsertUserScheduledRequest;

/**
 * Schedules of users: at a time, or again and again, the server emits the event
 * {@code scheduled.<name>} for a user.
 */
public final class UserScheduledOperations {

	private final ApiCaller caller;

	UserScheduledOperations(ApiCaller caller) {
		this.caller = caller;
	}

	/**
	 * Assigns a schedule to a user.
	 * @param request the schedule
	 * @return what the server has queued
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public ScheduledAccepted upsert(UpsertUserScheduledRequest request) {
		return this.caller.write(request, ScheduledAccepted.class);
	}

	/**
	 * Takes all assignments of a schedule from a user.
	 * @param name name of the schedule
	 * @param identifiers one or more identifiers of one user
	 * @throws NotFoundException if the server knows no such user, or the name was never
	 * used
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void delete(String name, ExternalId... identifiers) {
		delete(DeleteUserScheduledRequest.of(name, identifiers));
	}

	/**
	 * Takes all assignments of a schedule from a user.
	 * @param request which schedule, and from whom
	 * @throws NotFoundException if the server knows no such user, or the name was never
	 * used
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void delete(DeleteUserScheduledRequest request) {
		this.caller.write(request);
	}

}
