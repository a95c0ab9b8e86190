package com.lunogram.customerio;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What every request refuses before it is sent. A message begins with the field's name,
 * so that the caller knows where to look.
 */
final class Checks {

	private Checks() {
	}

	static <T> T required(@Nullable T value, String field) {
		if (value == null) {
			throw new IllegalArgumentException(field + " is required");
		}
		return value;
	}

	static String text(@Nullable String value, String field) {
		if (value == null || value.isBlank()) {
			throw new IllegalArgumentException(field + " must not be blank");
		}
		if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
			throw new IllegalArgumentException(field + " must be well-formed Unicode");
		}
		return value;
	}

	static @Nullable String optionalText(@Nullable String value, String field) {
		return (value != null) ? text(value, field) : null;
	}

	/**
	 * A text that becomes one segment of a path. Encoding leaves dots alone, and the path
	 * would then lead somewhere else.
	 */
	static String segment(@Nullable String value, String field) {
		String text = text(value, field);
		if (text.equals(".") || text.equals("..")) {
			throw new IllegalArgumentException(field + " must not be '" + text + "'");
		}
		return text;
	}

	static long positive(long value, String field) {
		if (value < 1) {
			throw new IllegalArgumentException(field + " must be 1 or more, not " + value);
		}
		return value;
	}

	/** A map as it is now. Values may be {@code null}, keys not. */
	static Map<String, @Nullable Object> copy(@Nullable Map<String, ?> values, String field) {
		Map<String, @Nullable Object> copy = new LinkedHashMap<>();
		required(values, field).forEach((key, value) -> copy.put(required(key, field + " key"), value));
		return Collections.unmodifiableMap(copy);
	}

	/** 1 to {@code max} texts. */
	static List<String> texts(@Nullable Collection<String> values, String field, int max) {
		Collection<String> given = required(values, field);
		int size = given.size();
		if (size == 0 || size > max) {
			throw new IllegalArgumentException(field + " must be 1 to " + max + ", not " + size);
		}
		List<String> texts = new ArrayList<>(size);
		for (String value : given) {
			texts.add(text(value, field + "[" + texts.size() + "]"));
		}
		return List.copyOf(texts);
	}

	/** A time as Customer.io writes them all: in whole seconds since 1970. */
	static @Nullable Long seconds(@Nullable Instant time) {
		return (time != null) ? time.getEpochSecond() : null;
	}

}
