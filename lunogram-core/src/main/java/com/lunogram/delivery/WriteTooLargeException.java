package com.lunogram.delivery;

import com.lunogram.model.Write;

/**
 * A write is larger than a Lunogram server takes. Whoever has added to it can tell this
 * from data that is wrong.
 */
final class WriteTooLargeException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	WriteTooLargeException(Write write, int bytes, int maxBytes) {
		super(write.getClass().getSimpleName() + " is too large: " + bytes
				+ " bytes of JSON, and a Lunogram server takes " + maxBytes + " at most");
	}

}
