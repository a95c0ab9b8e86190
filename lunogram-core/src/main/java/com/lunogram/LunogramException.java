package com.lunogram;

import org.jspecify.annotations.Nullable;

/**
 * A call to Lunogram failed. Its kinds tell whether the server refused it
 * ({@link LunogramApiException}), could not be reached or did not answer
 * ({@link LunogramTransportException}), or answered what no Lunogram server answers
 * ({@link LunogramResponseException}). Mistakes that are found before anything is sent
 * are {@link IllegalArgumentException}s instead.
 */
public abstract sealed class LunogramException extends RuntimeException
		permits LunogramApiException, LunogramTransportException, LunogramResponseException {

	private static final long serialVersionUID = 1L;

	LunogramException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
