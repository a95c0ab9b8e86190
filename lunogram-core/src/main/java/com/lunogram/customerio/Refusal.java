package com.lunogram.customerio;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a refused call.
 */
record Refusal(String call, int status, @Nullable String detail, List<CustomerIoError> errors, String body,
		@Nullable Duration retryAfter) {

	String message() {
		return this.call + " was refused with status " + this.status
				+ ((this.detail != null) ? ": " + this.detail : "");
	}

}
