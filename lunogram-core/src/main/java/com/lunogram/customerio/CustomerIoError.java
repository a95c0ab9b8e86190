package com.lunogram.customerio;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * One thing that Customer.io has against a request.
 *
 * @param message what is wrong, for people; {@code null} if it does not say
 * @param reason what is wrong, as one word such as {@code required}; {@code null} if it
 * does not say
 * @param field what is meant, such as {@code identifiers} or {@code /data/name};
 * {@code null} if it does not say
 */
public record CustomerIoError(@Nullable String message, @Nullable String reason,
		@Nullable String field) implements Serializable {

	String describe() {
		StringBuilder text = new StringBuilder();
		if (this.field != null) {
			text.append(this.field);
		}
		if (this.message != null) {
			text.append(text.isEmpty() ? "" : ": ").append(this.message);
		}
		if (this.reason != null) {
			text.append(text.isEmpty() ? "" : " ").append('(').append(this.reason).append(')');
		}
		return text.toString();
	}

}
