package com.lunogram.customerio;

import java.util.List;

/**
 * A batch that took several requests failed in a later one. The operations of those
 * before it are done, but for the refused ones; of this request and those after it the
 * cause tells. To go on, send the list from {@link #completed()} on.
 */
public final class CustomerIoBatchException extends CustomerIoException {

	private static final long serialVersionUID = 1L;

	private final int completed;

	private final transient List<RefusedOperation> refused;

	CustomerIoBatchException(int completed, List<RefusedOperation> refused, CustomerIoException cause) {
		super("The batch was sent up to operation " + completed + ", then: " + cause.getMessage(), cause);
		this.completed = completed;
		this.refused = List.copyOf(refused);
	}

	/**
	 * How many operations, from the first on, Customer.io has answered about.
	 * @return the number, more than zero
	 */
	public int completed() {
		return this.completed;
	}

	/**
	 * Those of the completed operations that were refused.
	 * @return the refused ones, empty if there are none
	 */
	public List<RefusedOperation> refused() {
		return this.refused;
	}

}
