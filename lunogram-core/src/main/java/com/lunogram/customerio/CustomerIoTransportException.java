package com.lunogram.customerio;

import org.jspecify.annotations.Nullable;

/**
 * A call got no complete answer: Customer.io could not be reached, did not answer in
 * time, or the connection broke.
 */
public final class CustomerIoTransportException extends CustomerIoException {

	private static final long serialVersionUID = 1L;

	private final boolean mayHaveBeenDelivered;

	CustomerIoTransportException(String message, @Nullable Throwable cause, boolean mayHaveBeenDelivered) {
		super(message, cause);
		this.mayHaveBeenDelivered = mayHaveBeenDelivered;
	}

	/**
	 * Whether Customer.io may have carried the request out.
	 * @return {@code false} if the request surely was not sent, as when the connection
	 * was refused; {@code true} if nobody can tell
	 */
	public boolean mayHaveBeenDelivered() {
		return this.mayHaveBeenDelivered;
	}

}
