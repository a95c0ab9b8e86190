package com.lunogram.customerio;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * One call of an operation: what a caller writes, what must go over the wire for it, what
 * Customer.io answers, and what the caller must get.
 *
 * @param <C> the client
 */
interface CustomerIoCall<C> {

	/** What a caller writes. */
	Function<C, @Nullable Object> call();

	/** Method that must be requested. */
	String method();

	/** Path and query that must be requested. */
	String path();

	/** Body that must be sent, to the letter; empty for none. */
	String request();

	/** Body that is answered. */
	String answer();

	/** What the call must return; {@code null} for nothing. */
	@Nullable Object result();

	/** Whether doing it twice is worse than once. */
	boolean doubles();

}
