package com.lunogram;

import java.util.List;

import com.lunogram.model.OrganizationEvent;
import com.lunogram.model.Operation;

/**
 * Events of organizations. They go out as one request, in their order. The server queues
 * them and answers before it looks for the organizations: what concerns an unknown
 * organization is dropped without telling. If a request of several fails with a
 * {@link ServerException} or a {@link LunogramTransportException}, the first ones may
 * have been queued; as the API cannot tell duplicates, such a request is not repeated
 * unless the client was told to.
 */
public final class OrganizationEventOperations {

	private final ApiCaller caller;

	OrganizationEventOperations(ApiCaller caller) {
		this.caller = caller;
	}

	/**
	 * Posts events.
	 * @param events the events, at least one
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void post(OrganizationEvent... events) {
		post(List.of(events));
	}

	/**
	 * Posts events.
	 * @param events the events, at least one
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void post(List<OrganizationEvent> events) {
		if (events.isEmpty()) {
			throw new IllegalArgumentException("events must not be empty");
		}
		this.caller.writeAll(Operation.POST_ORGANIZATION_EVENTS, events);
	}

}
