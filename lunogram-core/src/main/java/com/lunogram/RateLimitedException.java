package com.lunogram;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Too many requests with this API key (status 429). The server has not looked at the
 * request, so that sending it again later is safe.
 */
public final class RateLimitedException extends LunogramApiException {

	private static final long serialVersionUID = 1L;

	private final @Nullable Duration retryAfter;

	RateLimitedException(Refusal refusal) {
		super(refusal);
		this.retryAfter = refusal.retryAfter();
	}

	/**
	 * How long the server asks to wait before the next request, counted from its answer.
	 * @return the time, not negative; {@code null} if the server does not say
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
