package com.lunogram;

import org.jspecify.annotations.Nullable;

/**
 * The server refused a call. Go by the {@link #status()}, or by the subclass that stands
 * for it; title and detail are for people.
 */
public non-sealed class LunogramApiException extends LunogramException {

	private static final long serialVersionUID = 1L;

	private final int status;

	private final @Nullable String title;

	private final @Nullable String detail;

	LunogramApiException(Refusal refusal) {
		super(refusal.message(), null);
		this.status = refusal.status();
		this.title = refusal.title();
		this.detail = refusal.detail();
	}

	/**
	 * The HTTP status of the answer.
	 * @return the status, never one of success
	 */
	public int status() {
		return this.status;
	}

	/**
	 * What the server calls the error. Not fit for telling errors apart: a validator in
	 * front of the API titles everything "bad request".
	 * @return the title; {@code null} if the answer has none
	 */
	public @Nullable String title() {
		return this.title;
	}

	/**
	 * What the server says about the error.
	 * @return the detail; {@code null} if the answer has none
	 */
	public @Nullable String detail() {
		return this.detail;
	}

}
