package com.lunogram.customerio;

import org.jspecify.annotations.Nullable;

/**
 * A call to Customer.io failed. Its kinds tell whether the service refused it
 * ({@link CustomerIoApiException}), could not be reached or did not answer
 * ({@link CustomerIoTransportException}), answered what Customer.io does not answer
 * ({@link CustomerIoResponseException}), or a batch was only sent in part
 * ({@link CustomerIoBatchException}). Mistakes that are found before anything is sent are
 * {@link IllegalArgumentException}s instead.
 */
public abstract sealed class CustomerIoException extends RuntimeException permits CustomerIoApiException,
		CustomerIoTransportException, CustomerIoResponseException, CustomerIoBatchException {

	private static final long serialVersionUID = 1L;

	CustomerIoException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
