package com.lunogram.spring;

/**
 * An exception that fails when it is asked for its message.
 */
class UnreadableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	@Override
	public String getMessage() {
		throw new UnsupportedOperationException("no message");
	}

}
