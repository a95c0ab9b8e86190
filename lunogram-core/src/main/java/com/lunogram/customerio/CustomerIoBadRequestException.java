package com.lunogram.customerio;

/**
 * Customer.io does not accept what the request says (status 400, 413 or 422). Sending it
 * again is of no use.
 */
public final class CustomerIoBadRequestException extends CustomerIoApiException {

	private static final long serialVersionUID = 1L;

	CustomerIoBadRequestException(Refusal refusal) {
		super(refusal);
	}

}
