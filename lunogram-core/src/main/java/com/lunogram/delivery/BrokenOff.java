package com.lunogram.delivery;

/**
 * Ends a step of an engine in the place of a request, as the engine may no longer, or not
 * now, work for who took the step. It tells nothing about the request.
 */
abstract class BrokenOff extends Error {

	private static final long serialVersionUID = 1L;

	BrokenOff(String message) {
		super(message, null, false, false);
	}

}
