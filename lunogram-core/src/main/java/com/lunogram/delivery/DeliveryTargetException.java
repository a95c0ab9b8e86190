package com.lunogram.delivery;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A request to a {@link DeliveryTarget} got nowhere.
 */
public final class DeliveryTargetException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Kind kind;

	private final @Nullable Duration retryAfter;

	/**
	 * A failed request.
	 * @param kind what follows from it
	 * @param retryAfter how long to wait before the next request; {@code null} if nobody
	 * says
	 * @param cause what is wrong; its message is this one's
	 */
	public DeliveryTargetException(Kind kind, @Nullable Duration retryAfter, RuntimeException cause) {
		super(cause.getMessage(), cause);
		this.kind = kind;
		this.retryAfter = retryAfter;
	}

	/**
	 * What follows from it.
	 * @return the kind of failure
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * How long to wait before the next request.
	 * @return the time, not negative; {@code null} if nobody says
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	/**
	 * What follows from a failure.
	 */
	public enum Kind {

		/** Not looked at: the same again, after the time that is asked for. */
		RATE_LIMITED,

		/** Surely not taken: the same again. */
		NOT_TAKEN,

		/** Perhaps taken, and nothing speaks against the content. */
		IN_DOUBT,

		/** Perhaps taken in part; a write in it may make the server fail for ever. */
		FAILED,

		/** A write in it is not acceptable; the others are. */
		REFUSED,

		/** There is too much in it. */
		TOO_LARGE,

		/** Nothing will get through until the key or the address is mended. */
		BLOCKED

	}

}
