package com.lunogram.customerio;

import org.jspecify.annotations.Nullable;

/**
 * A server answered with success, but not as Customer.io does: an HTML page, no JSON
 * where JSON is due, or an answer beyond all measure. Most often the base URL is not that
 * of the API.
 */
public final class CustomerIoResponseException extends CustomerIoException {

	private static final long serialVersionUID = 1L;

	CustomerIoResponseException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
