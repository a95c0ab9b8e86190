package com.lunogram.sample;

import java.io.Serial;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * What is asked for does not exist.
 */
@ResponseStatus(HttpStatus.NOT_FOUND)
class NotFoundException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	NotFoundException(String message) {
		super(message);
	}

}
