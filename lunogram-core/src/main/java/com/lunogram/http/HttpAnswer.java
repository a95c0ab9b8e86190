package com.lunogram.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What a server answered.
 *
 * @param status HTTP status
 * @param headers headers of the answer
 * @param body the whole body, empty if there was none
 * @param afterDoubt whether an earlier attempt of the same call may have been carried out
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HttpAnswer(int status, HttpHeaders headers, byte[] body, boolean afterDoubt) {

	private static final int TOO_MANY_REQUESTS = 429;

	private static final int SERVICE_UNAVAILABLE = 503;

	private static final int SERVER_ERROR = 500;

	/** A year: more is nonsense, and would not fit into other times. */
	private static final long MAX_RETRY_AFTER = Duration.ofDays(365).toSeconds();

	HttpAnswer withDoubt() {
		return new HttpAnswer(this.status, this.headers, this.body, true);
	}

	/**
	 * Whether the server tells that it has not even looked at the request.
	 */
	boolean refusedUnread() {
		return rateLimited()
				|| (this.status == SERVICE_UNAVAILABLE && this.headers.containsHeader(HttpHeaders.RETRY_AFTER));
	}

	boolean rateLimited() {
		return this.status == TOO_MANY_REQUESTS;
	}

	boolean serverError() {
		return this.status >= SERVER_ERROR;
	}

	/**
	 * Whether the body claims to be of the given subtype, such as {@code json} or
	 * {@code html}.
	 * @param subtype the subtype in lower case
	 * @return {@code true} if the content type has that subtype
	 */
	public boolean hasContentType(String subtype) {
		String type = this.headers.getFirst(HttpHeaders.CONTENT_TYPE);
		return type != null && type.regionMatches(true, type.indexOf('/') + 1, subtype, 0, subtype.length());
	}

	/**
	 * How long the server asks to wait before the next request.
	 * @return the time, not negative; {@code null} if the server asks for nothing, or for
	 * something that is neither seconds nor a date
	 */
	public @Nullable Duration retryAfter() {
		return retryAfter(Clock.systemUTC());
	}

	@Nullable Duration retryAfter(Clock clock) {
		String value = this.headers.getFirst(HttpHeaders.RETRY_AFTER);
		if (value == null) {
			return null;
		}
		try {
			long seconds = Long.parseLong(value.strip());
			return (seconds >= 0) ? Duration.ofSeconds(Math.min(seconds, MAX_RETRY_AFTER)) : null;
		}
		catch (NumberFormatException notSeconds) {
			try {
				Instant until = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
				Duration left = Duration.between(clock.instant(), until);
				return left.isNegative() ? Duration.ZERO : left;
			}
			catch (DateTimeParseException neither) {
				return null;
			}
		}
	}

}
