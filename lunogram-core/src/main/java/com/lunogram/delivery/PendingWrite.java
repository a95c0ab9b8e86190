package com.lunogram.delivery;

import java.util.List;

import com.lunogram.model.Operation;
import com.lunogram.model.Subject;

/**
 * A write that waits for delivery, as it will be sent. {@link #toString()} leaves its
 * content out, which may be personal.
 *
 * @param operation what it does
 * @param subjects whom it concerns; empty if it may concern anybody
 * @param json the JSON object that will be sent
 * @param repeatable whether sending it twice leaves the server as sending it once would
 */
public record PendingWrite(Operation operation, List<Subject> subjects, String json, boolean repeatable) {

	@Override
	public String toString() {
		return "PendingWrite[" + this.operation + "]";
	}

}
