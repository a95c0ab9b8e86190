package com.lunogram;

import org.jspecify.annotations.Nullable;

/**
 * A server answered, but not as the API says: a success status that is not the one of the
 * operation, no JSON where JSON is due, or an answer beyond all measure. Most often the
 * base URL is not that of a Lunogram server, or the server is of the other path
 * generation.
 */
public final class LunogramResponseException extends LunogramException {

	private static final long serialVersionUID = 1L;

	LunogramResponseException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
