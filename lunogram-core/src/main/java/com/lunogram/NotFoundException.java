package com.lunogram;

/**
 * Something that the request names does not exist (status 404): a user, an organization,
 * a schedule, an auth method or a key.
 */
public final class NotFoundException extends LunogramApiException {

	private static final long serialVersionUID = 1L;

	NotFoundException(Refusal refusal) {
		super(refusal);
	}

}
