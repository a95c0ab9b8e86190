package com.lunogram.spring.boot.test;

import java.time.Instant;

/**
 * Something that reached the server: a request, or one event of a request.
 *
 * @see LunogramServer#onArrival
 */
public sealed interface Arrival permits ReceivedRequest, ReceivedEvent {

	/**
	 * When the server handled it.
	 * @return the time
	 */
	Instant time();

}
