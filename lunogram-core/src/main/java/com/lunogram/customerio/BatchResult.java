package com.lunogram.customerio;

import java.util.List;

/**
 * What became of a batch.
 *
 * @param size how many operations there were
 * @param refused those that Customer.io has not carried out, one entry for each error;
 * empty if there are none. All others are done
 */
public record BatchResult(int size, List<RefusedOperation> refused) {

	public BatchResult {
		refused = List.copyOf(refused);
	}

	/**
	 * Whether all operations are done.
	 * @return {@code true} if none was refused
	 */
	public boolean isComplete() {
		return this.refused.isEmpty();
	}

}
