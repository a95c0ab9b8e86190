package com.lunogram;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The server failed (status 500 and above). Whether it carried the request out is in
 * doubt. A 500 is also what identifiers that belong to two different subjects are
 * answered with, however often they are sent.
 */
public final class ServerException extends LunogramApiException {

	private static final long serialVersionUID = 1L;

	private final @Nullable Duration retryAfter;

	ServerException(Refusal refusal) {
		super(refusal);
		this.retryAfter = refusal.retryAfter();
	}

	/**
	 * How long the server asks to wait before the next request, counted from its answer.
	 * With status 503 this also says that it has not looked at the request.
	 * @return the time, not negative; {@code null} if the server does not say
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
