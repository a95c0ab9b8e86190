package com.lunogram.customerio;

/**
 * The credentials are wrong, of another workspace, or of another region (status 401).
 */
public final class CustomerIoUnauthorizedException extends CustomerIoApiException {

	private static final long serialVersionUID = 1L;

	CustomerIoUnauthorizedException(Refusal refusal) {
		super(refusal);
	}

}
