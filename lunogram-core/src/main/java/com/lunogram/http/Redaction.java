package com.lunogram.http;

import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Cuts secrets out of whatever comes from outside, in case a server echoes one.
 */
public final class Redaction {

	private static final int MAX_EXCERPT = 500;

	private final List<String> secrets;

	/**
	 * Cuts out the given secrets.
	 * @param secrets the secrets, none of them empty
	 */
	public Redaction(String... secrets) {
		this.secrets = List.of(secrets);
	}

	/**
	 * A text without the secrets.
	 * @param text the text
	 * @return the text, with asterisks where a secret was
	 */
	public String clean(String text) {
		String clean = text;
		for (String secret : this.secrets) {
			clean = clean.replace(secret, "***");
		}
		return clean;
	}

	/**
	 * The beginning of a text without the secrets. They are cut out first: else half of
	 * one could be left at the end.
	 * @param text the text; may be {@code null}
	 * @return its first 500 characters; {@code null} if the text is
	 */
	public @Nullable String excerpt(@Nullable String text) {
		if (text == null) {
			return null;
		}
		String clean = clean(text);
		return (clean.length() > MAX_EXCERPT) ? clean.substring(0, MAX_EXCERPT) + "..." : clean;
	}

	/**
	 * Tells of a call that got no complete answer.
	 * @param call the call
	 * @param failure what became of it
	 * @return a sentence without a full stop
	 */
	public String describe(HttpCall call, TransportFailure failure) {
		Throwable cause = failure.getCause();
		String what;
		if (!failure.mayHaveBeenDelivered()) {
			what = " could not be sent: ";
		}
		else if (cause instanceof HttpTimeoutException || cause instanceof SocketTimeoutException) {
			what = " got no answer in time: ";
		}
		else {
			what = " got no complete answer: ";
		}
		return call + what + excerpt(String.valueOf(cause));
	}

	/**
	 * What can be passed on as the cause of a failure. It may quote what came from the
	 * server.
	 * @param failure the failure
	 * @return its cause; {@code null} if there is a secret in it
	 */
	public @Nullable Throwable cause(TransportFailure failure) {
		for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
			String message = String.valueOf(cause.getMessage());
			if (this.secrets.stream().anyMatch(message::contains)) {
				return null;
			}
		}
		return failure.getCause();
	}

}
