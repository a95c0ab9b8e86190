package com.lunogram;

/**
 * The server does not accept what the request says (status 400, 413 or 422). Sending it
 * again is of no use.
 */
public final class BadRequestException extends LunogramApiException {

	private static final long serialVersionUID = 1L;

	BadRequestException(Refusal refusal) {
		super(refusal);
	}

}
