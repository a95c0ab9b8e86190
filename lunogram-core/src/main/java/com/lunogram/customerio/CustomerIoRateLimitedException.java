package com.lunogram.customerio;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Too many requests (status 429). Customer.io has not looked at the request, so that
 * sending it again later is safe.
 */
public final class CustomerIoRateLimitedException extends CustomerIoApiException {

	private static final long serialVersionUID = 1L;

	private final @Nullable Duration retryAfter;

	CustomerIoRateLimitedException(Refusal refusal) {
		super(refusal);
		this.retryAfter = refusal.retryAfter();
	}

	/**
	 * How long Customer.io asks to wait before the next request, counted from its answer.
	 * @return the time, not negative; {@code null} if it does not say
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
