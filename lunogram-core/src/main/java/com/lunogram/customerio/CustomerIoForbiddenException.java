package com.lunogram.customerio;

/**
 * The credentials may not do this (status 403).
 */
public final class CustomerIoForbiddenException extends CustomerIoApiException {

	private static final long serialVersionUID = 1L;

	CustomerIoForbiddenException(Refusal refusal) {
		super(refusal);
	}

}
