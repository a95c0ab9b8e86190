package com.lunogram.spring.boot.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What became of an action.
 *
 * @param action the action
 * @param done whether all was done that was asked for
 * @param deadLetters how many dead letters it was done to; {@code null} if it is not
 * about these
 * @param error why nothing was done; {@code null} if there is no reason against it
 */
public record ActionDescriptor(String action, boolean done, @Nullable Integer deadLetters,
		@Nullable String error) implements OperationResponseBody {

	static ActionDescriptor of(String action, boolean done) {
		return new ActionDescriptor(action, done, null, null);
	}

	static ActionDescriptor of(String action, int deadLetters) {
		return new ActionDescriptor(action, true, deadLetters, null);
	}

	static ActionDescriptor refused(String action, String error) {
		return new ActionDescriptor(action, false, null, error);
	}

}
