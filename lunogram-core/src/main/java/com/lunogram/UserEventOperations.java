package com.lunogram;

import java.util.List;

import com.lunogram.model.UserEvent;
import com.lunogram.model.Operation;

/**
 * Events of users. They go out as one request, in their order. The server queues them and
 * answers before it looks for the users: what concerns an unknown user is dropped without
 * telling. If a request of several fails with a {@link ServerException} or a
 * {@link LunogramTransportException}, the first ones may have been queued; as the API
 * cannot tell duplicates, such a request is not repeated unless the client was told to.
 */
public final class UserEventOperations {

	private final ApiCaller caller;

	UserEventOperations(ApiCaller caller) {
		this.caller = caller;
	}

	/**
	 * Posts events.
	 * @param events the events, at least one
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void post(UserEvent... events) {
		post(List.of(events));
	}

	/**
	 * Posts events.
	 * @param events the events, at least one
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void post(List<UserEvent> events) {
		if (events.isEmpty()) {
			throw new IllegalArgumentException("events must not be empty");
		}
		this.caller.writeAll(Operation.POST_USER_EVENTS, events);
	}

}
