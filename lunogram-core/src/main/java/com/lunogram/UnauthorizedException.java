package com.lunogram;

/**
 * The API key is missing, unknown, or of another project than the path names (status
 * 401).
 */
public final class UnauthorizedException extends LunogramApiException {

	private static final long serialVersionUID = 1L;

	UnauthorizedException(Refusal refusal) {
		super(refusal);
	}

}
