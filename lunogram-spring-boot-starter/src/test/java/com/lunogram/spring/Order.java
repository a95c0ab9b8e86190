package com.lunogram.spring;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the annotated methods of the tests are called with.
 */
public record Order(@Nullable Object customerId, int total, Map<String, Object> attributes) {

	static Order of(@Nullable Object customerId, int total) {
		return new Order(customerId, total, Map.of());
	}

}
