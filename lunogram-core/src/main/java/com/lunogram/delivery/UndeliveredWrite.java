package com.lunogram.delivery;

import java.util.List;

import com.lunogram.model.Operation;
import com.lunogram.model.Subject;

/**
 * A write that was not delivered, and will not be. {@link #toString()} leaves its content
 * out, which may be personal.
 *
 * @param operation what it would have done
 * @param subjects whom it concerns; empty if it might have concerned anybody
 * @param json the JSON object that would have been sent
 * @param reason why it was not delivered
 * @param message what is known beyond the reason, such as the server's words
 */
public record UndeliveredWrite(Operation operation, List<Subject> subjects, String json, Reason reason,
		String message) {

	@Override
	public String toString() {
		return "UndeliveredWrite[" + this.operation + ", " + this.reason + ": " + this.message + "]";
	}

	/**
	 * Why a write was not delivered.
	 */
	public enum Reason {

		/** The queue had no room. */
		QUEUE_FULL,

		/** What keeps writes until they are delivered, such as Kafka, did not take it. */
		UNAVAILABLE,

		/** The publisher was closed before the write came. */
		CLOSED,

		/** The server refused it. */
		REFUSED,

		/** It is in doubt whether the server has it, and it must not be sent twice. */
		IN_DOUBT,

		/** The server failed on it time and again while it took others. */
		GAVE_UP,

		/** The publisher was closed, and its time was up before the write was sent. */
		SHUTDOWN;

		/** Whether the write itself was tried and set aside, so that it is kept. */
		boolean isSetAside() {
			return this == REFUSED || this == IN_DOUBT || this == GAVE_UP;
		}

	}

}
