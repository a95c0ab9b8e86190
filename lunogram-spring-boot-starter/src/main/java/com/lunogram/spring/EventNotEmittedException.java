package com.lunogram.spring;

/**
 * Ends one emission, with the reason for the log. It is no failure of a program, so that
 * it goes without a stack trace.
 */
final class EventNotEmittedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	EventNotEmittedException(String reason) {
		super(reason, null, false, false);
	}

}
