package com.lunogram;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a refused call.
 */
record Refusal(String call, int status, @Nullable String title, @Nullable String detail,
		@Nullable Duration retryAfter) {

	String message() {
		StringBuilder message = new StringBuilder(this.call).append(" was refused with status ").append(this.status);
		if (this.title != null) {
			message.append(" (").append(this.title).append(')');
		}
		if (this.detail != null) {
			message.append(": ").append(this.detail);
		}
		return message.toString();
	}

}
