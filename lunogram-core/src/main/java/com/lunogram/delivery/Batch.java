package com.lunogram.delivery;

import java.util.ArrayList;
import java.util.List;

import com.lunogram.http.JsonCodec;
import com.lunogram.model.Operation;

/**
 * Writes that make one request, in their order.
 */
record Batch(Operation operation, List<QueuedWrite> writes) {

	/** What an array has in it beyond its elements: a bracket, and one more for each. */
	static final int ARRAY_OVERHEAD = 1;

	/** A comma, or the bracket at the end. */
	static final int ELEMENT_OVERHEAD = 1;

	static Batch of(QueuedWrite write) {
		return new Batch(write.operation(), List.of(write));
	}

	byte[] body() {
		if (this.operation.maxWrites() == 1) {
			return this.writes.get(0).body();
		}
		List<byte[]> elements = new ArrayList<>(this.writes.size());
		for (QueuedWrite write : this.writes) {
			elements.add(write.body());
		}
		return JsonCodec.array(elements);
	}

	int size() {
		return this.writes.size();
	}

	/** All that was published and goes out with it. */
	List<QueuedWrite> parts() {
		List<QueuedWrite> parts = new ArrayList<>(this.writes.size());
		for (QueuedWrite write : this.writes) {
			write.addPartsTo(parts);
		}
		return parts;
	}

	/** How long the body is as an array. */
	long bytes() {
		long bytes = ARRAY_OVERHEAD;
		for (QueuedWrite write : this.writes) {
			bytes += write.size() + ELEMENT_OVERHEAD;
		}
		return bytes;
	}

}
