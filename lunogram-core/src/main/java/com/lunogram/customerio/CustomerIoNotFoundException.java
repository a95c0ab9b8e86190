package com.lunogram.customerio;

/**
 * Something that the request names does not exist (status 404).
 */
public final class CustomerIoNotFoundException extends CustomerIoApiException {

	private static final long serialVersionUID = 1L;

	CustomerIoNotFoundException(Refusal refusal) {
		super(refusal);
	}

}
