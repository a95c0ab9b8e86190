package com.lunogram.customerio;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Customer.io failed (status 500 and above). Whether it carried the request out is in
 * doubt.
 */
public final class CustomerIoServerException extends CustomerIoApiException {

	private static final long serialVersionUID = 1L;

	private final @Nullable Duration retryAfter;

	CustomerIoServerException(Refusal refusal) {
		super(refusal);
		this.retryAfter = refusal.retryAfter();
	}

	/**
	 * How long Customer.io asks to wait before the next request, counted from its answer.
	 * With status 503 this also says that it has not looked at the request.
	 * @return the time, not negative; {@code null} if it does not say
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
