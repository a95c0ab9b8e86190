package com.lunogram.model;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the records of answers do with collections. A list or an object that is due in an
 * answer must be there, but may be {@code null}: that is how a server written in Go sends
 * an empty one.
 */
final class Answer {

	private Answer() {
	}

	static <T> List<T> list(@Nullable List<T> values) {
		return (values != null) ? List.copyOf(values) : List.of();
	}

	static <V extends @Nullable Object> Map<String, V> map(@Nullable Map<String, V> values) {
		return (values != null) ? Checks.copy(values) : Map.of();
	}

}
