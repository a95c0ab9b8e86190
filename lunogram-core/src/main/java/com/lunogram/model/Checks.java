package com.lunogram.model;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What every request refuses before it is sent. A message begins with the field's name,
 * so that the caller knows where to look.
 */
final class Checks {

	private static final Pattern EMAIL = Pattern.compile("[\\x21-\\x7E&&[^@]]+@[\\x21-\\x7E&&[^@<>\",]]+");

	private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{1,14}");

	private static final Instant YEAR_0 = Instant.parse("0000-01-01T00:00:00Z");

	private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");

	private Checks() {
	}

	static <T> T required(@Nullable T value, String field) {
		if (value == null) {
			throw new IllegalArgumentException(field + " is required");
		}
		return value;
	}

	/** A channel that messages can be sent by. */
	static Channel channel(@Nullable Channel value) {
		Channel channel = required(value, "channel");
		if (channel == Channel.UNKNOWN) {
			throw new IllegalArgumentException("channel must be a known one, UNKNOWN only comes from servers");
		}
		return channel;
	}

	static String text(@Nullable String value, String field) {
		if (value == null || value.isBlank()) {
			throw new IllegalArgumentException(field + " must not be blank");
		}
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			// PostgreSQL cannot store it: the server would answer 500, however often
			// asked.
			if (c == 0) {
				throw new IllegalArgumentException(field + " must not contain the character U+0000");
			}
			if (Character.isSurrogate(c)) {
				if (!Character.isHighSurrogate(c) || i + 1 == value.length()
						|| !Character.isLowSurrogate(value.charAt(++i))) {
					throw new IllegalArgumentException(field + " must be well-formed Unicode");
				}
			}
		}
		return value;
	}

	static @Nullable String optionalText(@Nullable String value, String field) {
		return (value != null) ? text(value, field) : null;
	}

	static @Nullable String email(@Nullable String value) {
		if (value != null && !EMAIL.matcher(text(value, "email")).matches()) {
			throw new IllegalArgumentException("email must be an address of ASCII characters such as lucy@example.com");
		}
		return value;
	}

	static @Nullable String phone(@Nullable String value) {
		if (value != null && !E164.matcher(text(value, "phone")).matches()) {
			throw new IllegalArgumentException("phone must be in E.164 form such as +31612345678");
		}
		return value;
	}

	static @Nullable Instant optionalTime(@Nullable Instant value, String field) {
		return (value != null) ? time(value, field) : null;
	}

	static Instant time(@Nullable Instant value, String field) {
		Instant time = required(value, field);
		if (time.isBefore(YEAR_0) || !time.isBefore(YEAR_10000)) {
			throw new IllegalArgumentException(field + " must lie between the years 0 and 9999");
		}
		return time;
	}

	/**
	 * Free-form data as it is now: a map is copied, so that a caller who goes on changing
	 * his does not change the request.
	 */
	static @Nullable Object freeForm(@Nullable Object value) {
		if (value instanceof DataBuilder.Snapshot snapshot) {
			return snapshot.map();
		}
		return (value instanceof Map<?, ?> map) ? copy(map) : value;
	}

	static <K, V> Map<K, V> copy(Map<K, V> map) {
		return Collections.unmodifiableMap(new LinkedHashMap<>(map));
	}

	static List<ExternalId> identifiers(@Nullable Collection<ExternalId> values, String field) {
		if (values == null || values.isEmpty()) {
			throw new IllegalArgumentException(field + " needs at least one external id");
		}
		return List.copyOf(values);
	}

}
