package com.lunogram.model;

import java.util.List;

/**
 * A request that changes something at Lunogram. A {@code LunogramClient} carries it out
 * at once and returns the answer; a {@code LunogramPublisher} takes any number of them,
 * of any kinds, and delivers them later in the order of each subject.
 */
public sealed interface Write
		permits Event, UpsertUserRequest, DeleteUserRequest, UpsertOrganizationRequest, DeleteOrganizationRequest,
		OrganizationUserRequest, RemoveOrganizationUserRequest, UpsertUserScheduledRequest, DeleteUserScheduledRequest,
		UpsertOrganizationScheduledRequest, DeleteOrganizationScheduledRequest, InboxMessage, DeviceRegistration {

	/**
	 * The operation of the Client API that carries this write.
	 * @return the operation
	 */
	Operation operation();

	/**
	 * Whom this write concerns.
	 * @return every name of every subject concerned; empty when it may concern anybody,
	 * as an event with a {@code match} does
	 */
	List<Subject> subjects();

}
