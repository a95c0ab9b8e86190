package com.lunogram;

/**
 * The API key may not do this (status 403): its role, its list of allowed event names, or
 * its limitation to its own data forbids it.
 */
public final class ForbiddenException extends LunogramApiException {

	private static final long serialVersionUID = 1L;

	ForbiddenException(Refusal refusal) {
		super(refusal);
	}

}
