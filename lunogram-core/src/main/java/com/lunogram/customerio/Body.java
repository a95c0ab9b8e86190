package com.lunogram.customerio;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A JSON object as it grows. What is absent is left out.
 */
final class Body {

	private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

	/** Adds a field, unless it is {@code null} or a map without entries. */
	Body with(String field, @Nullable Object value) {
		boolean absent = value == null || (value instanceof Map<?, ?> map && map.isEmpty());
		if (!absent) {
			this.fields.put(field, value);
		}
		return this;
	}

	Map<String, @Nullable Object> map() {
		return Collections.unmodifiableMap(this.fields);
	}

}
