package com.lunogram.delivery;

import java.util.Map;

/**
 * How far a request to a {@link DeliveryTarget} got.
 *
 * @param count how many writes are answered for, from the first on; at least one
 * @param rest how many come after these, which were not sent and go next
 * @param refused which of those answered for were refused, by their places from 0, and
 * why; all others are delivered
 */
public record TargetProgress(int count, int rest, Map<Integer, String> refused) {

	public TargetProgress {
		refused = Map.copyOf(refused);
		if (count < 1) {
			throw new IllegalArgumentException("count must be 1 or more, not " + count);
		}
		for (int index : refused.keySet()) {
			if (index < 0 || index >= count) {
				throw new IllegalArgumentException("refused must be from 0 to " + (count - 1) + ", not " + index);
			}
		}
	}

	boolean isComplete() {
		return this.rest == 0 && this.refused.isEmpty();
	}

}
