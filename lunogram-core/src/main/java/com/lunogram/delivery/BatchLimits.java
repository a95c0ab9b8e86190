package com.lunogram.delivery;

import com.lunogram.model.Operation;

/**
 * How much one request may carry.
 */
final class BatchLimits {

	/** A server that takes less than this has other reasons to complain of the size. */
	private static final int LEAST_BYTES = 1024;

	private final int maxEvents;

	private long maxBytes;

	BatchLimits(int maxEvents, long maxBytes) {
		this.maxEvents = maxEvents;
		this.maxBytes = maxBytes;
	}

	/** How many writes of any operations are worth sending without waiting for more. */
	int maxEvents() {
		return this.maxEvents;
	}

	/**
	 * How many writes of an operation one request may carry; 1 for those that are
	 * requests of their own.
	 */
	int maxWrites(Operation operation) {
		return Math.min(this.maxEvents, operation.maxWrites());
	}

	/** How long a body may be, unless it is a single write's. */
	long maxBytes() {
		return this.maxBytes;
	}

	/**
	 * The server found a request too large: stay below from now on.
	 * @return {@code false} if smaller batches are not the answer
	 */
	boolean lower(Batch tooLarge) {
		long bytes = tooLarge.bytes();
		if (tooLarge.size() == 1 || bytes <= LEAST_BYTES) {
			return false;
		}
		this.maxBytes = Math.min(this.maxBytes, Math.max(LEAST_BYTES, bytes / 2));
		return true;
	}

}
