package com.lunogram.http;

/**
 * An answer was cut off because it is larger than any that the API gives.
 */
public final class OversizedAnswerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	OversizedAnswerException(int limit) {
		super("the answer is larger than " + (limit >> 20) + " MB");
	}

}
