package com.lunogram.customerio;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSON object of an answer. Read as it comes, which needs no reflection: a field that
 * is not there, or not of its type, is absent.
 *
 * @param node the object
 */
record AnswerObject(JsonNode node) {

	/** A text; a number is taken for one, as some ids come as either. */
	@Nullable String text(String field) {
		return text(this.node.path(field));
	}

	private static @Nullable String text(JsonNode value) {
		return (value.isString() || value.isNumber()) ? value.asString() : null;
	}

	@Nullable Long number(String field) {
		return number(this.node.path(field));
	}

	private static @Nullable Long number(JsonNode value) {
		return (value.isIntegralNumber() && value.canConvertToLong()) ? value.asLong() : null;
	}

	/** A time in whole seconds since 1970, which devices may have as text. */
	@Nullable Instant time(String field) {
		return time(this.node.path(field));
	}

	private static @Nullable Instant time(JsonNode value) {
		try {
			Long seconds = value.isString() ? Long.valueOf(value.asString()) : number(value);
			return (seconds != null) ? Instant.ofEpochSecond(seconds) : null;
		}
		catch (NumberFormatException | DateTimeException ex) {
			return null;
		}
	}

	/** Whether a field is there and true. */
	boolean isTrue(String field) {
		return this.node.path(field).isBoolean() && this.node.path(field).asBoolean();
	}

	@Nullable AnswerObject object(String field) {
		JsonNode value = this.node.path(field);
		return value.isObject() ? new AnswerObject(value) : null;
	}

	/** The objects of a list; none if it is not there. */
	List<AnswerObject> objects(String field) {
		List<AnswerObject> objects = new ArrayList<>();
		for (JsonNode value : this.node.path(field)) {
			if (value.isObject()) {
				objects.add(new AnswerObject(value));
			}
		}
		return objects;
	}

	/** The texts of an object by their names; other scalars and structures as JSON. */
	Map<String, String> texts(String field) {
		return values(field, (value) -> value.isNull() ? null : value.isString() ? value.asString() : value.toString());
	}

	/** The times of an object by their names. */
	Map<String, Instant> times(String field) {
		return values(field, AnswerObject::time);
	}

	private <T> Map<String, T> values(String field, Function<JsonNode, @Nullable T> reader) {
		Map<String, T> values = new LinkedHashMap<>();
		JsonNode object = this.node.path(field);
		for (String name : object.propertyNames()) {
			T value = reader.apply(object.path(name));
			if (value != null) {
				values.put(name, value);
			}
		}
		return values;
	}

}
