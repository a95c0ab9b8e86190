package com.lunogram.customerio;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Customer.io refused a call. Go by the {@link #status()}, or by the subclass that stands
 * for it; everything else is for people.
 */
public non-sealed class CustomerIoApiException extends CustomerIoException {

	private static final long serialVersionUID = 1L;

	private final int status;

	private final @Nullable String detail;

	private final ArrayList<CustomerIoError> errors;

	private final String body;

	CustomerIoApiException(Refusal refusal) {
		super(refusal.message(), null);
		this.status = refusal.status();
		this.detail = refusal.detail();
		this.errors = new ArrayList<>(refusal.errors());
		this.body = refusal.body();
	}

	/**
	 * The HTTP status of the answer.
	 * @return the status, never one of success
	 */
	public int status() {
		return this.status;
	}

	/**
	 * What Customer.io says about the error, in one text.
	 * @return the text; {@code null} if the answer has none
	 */
	public @Nullable String detail() {
		return this.detail;
	}

	/**
	 * What Customer.io has against the request, one by one.
	 * @return the errors; empty if the answer does not list any in a way that Customer.io
	 * does
	 */
	public List<CustomerIoError> errors() {
		return List.copyOf(this.errors);
	}

	/**
	 * The answer as it came, up to 8 MB, with credentials cut out of it.
	 * @return the text, empty if there was none
	 */
	public String body() {
		return this.body;
	}

}
