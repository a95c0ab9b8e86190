package com.lunogram.spring.boot.health;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What the requests so far tell about the server and the key.
 *
 * @param lastSuccess when the server last took a request of this key
 * @param lastSign when the server last gave a sign of life, even if only a refusal
 * @param failingSince when the first request failed after the last sign of life;
 * {@code null} if none did
 * @param refusal the latest refusal of the key, if none of its requests was taken since
 * @param lastError what last went wrong, whatever came after it
 */
record Standing(@Nullable Instant lastSuccess, @Nullable Instant lastSign, @Nullable Instant failingSince,
		@Nullable Failure refusal, @Nullable Failure lastError) {

	static final Standing UNKNOWN = new Standing(null, null, null, null, null);

	private static final int UNAUTHORIZED = 401;

	Standing succeeded(Instant now) {
		return new Standing(now, now, null, null, this.lastError);
	}

	Standing busy(Failure failure) {
		return new Standing(this.lastSuccess, failure.at(), null, this.refusal, failure);
	}

	Standing refused(Failure failure) {
		return new Standing(this.lastSuccess, failure.at(), null, failure, failure);
	}

	Standing failed(Failure failure) {
		Instant since = (this.failingSince != null) ? this.failingSince : failure.at();
		return new Standing(this.lastSuccess, this.lastSign, since, this.refusal, failure);
	}

	boolean succeededWithin(Duration time, Instant now) {
		return isWithin(time, this.lastSuccess, now);
	}

	/**
	 * Why nothing gets through.
	 * @param patience how long failures may go on before they are taken seriously
	 * @param now the present time
	 * @param keyAdvice what to look at if the key is refused
	 * @return the reason in words; {@code null} if nothing speaks against it
	 */
	@Nullable String problem(Duration patience, Instant now, String keyAdvice) {
		if (this.refusal != null) {
			return refusedKey(this.refusal, patience, now, keyAdvice);
		}
		if (this.failingSince == null || this.lastError == null) {
			return null;
		}
		boolean passing = this.lastSign != null && isWithin(patience, this.failingSince, now);
		return passing ? null : "Nothing gets through since " + this.failingSince + ": " + this.lastError.title();
	}

	/**
	 * A 401 is about the key; a 403 may be about a single operation that it has no right
	 * to, which recent successes of others outweigh.
	 */
	private @Nullable String refusedKey(Failure refusal, Duration patience, Instant now, String keyAdvice) {
		if (Integer.valueOf(UNAUTHORIZED).equals(refusal.status())) {
			return "The server does not take the API key. " + keyAdvice;
		}
		return succeededWithin(patience, now) ? null : "The API key has no right to what was asked of the server";
	}

	/** What lies far ahead was before a clock was set back. */
	static boolean isWithin(Duration time, @Nullable Instant instant, Instant now) {
		return instant != null && Duration.between(instant, now).abs().compareTo(time) < 0;
	}

	/**
	 * A request that did not succeed.
	 *
	 * @param at when
	 * @param status HTTP status of the answer; {@code null} if there was none
	 * @param title what went wrong, in a few words, with nothing in it that the request
	 * or the answer carried
	 */
	record Failure(Instant at, @Nullable Integer status, String title) {

	}

}
