package com.lunogram.spring.boot.test;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads values out of JSON trees the way the server does.
 */
final class Json {

	static final JsonMapper MAPPER = new JsonMapper();

	/**
	 * The server reads free-form numbers as doubles: above this, integers lose digits.
	 */
	private static final long MAX_EXACT = 1L << 53;

	private Json() {
	}

	/** A free-form object: numbers go through doubles, nothing counts as empty. */
	static Map<String, @Nullable Object> data(@Nullable JsonNode node) {
		return object(node, true);
	}

	/** An object that the server keeps as raw JSON. */
	static Map<String, @Nullable Object> raw(@Nullable JsonNode node) {
		return object(node, false);
	}

	static @Nullable String text(JsonNode object, String field) {
		JsonNode value = object.get(field);
		return (value != null && value.isString()) ? value.stringValue() : null;
	}

	static String requiredText(JsonNode object, String field) {
		return object.required(field).stringValue();
	}

	static @Nullable Instant instant(JsonNode object, String field) {
		String text = text(object, field);
		if (text == null) {
			return null;
		}
		try {
			return OffsetDateTime.parse(text).toInstant();
		}
		catch (DateTimeException ex) {
			throw Problem.badRequest(field + " is not a date-time");
		}
	}

	static List<Identifier> identifiers(@Nullable JsonNode array) {
		List<Identifier> identifiers = new ArrayList<>();
		if (array != null) {
			array.forEach((node) -> identifiers.add(identifier(node)));
		}
		return Collections.unmodifiableList(identifiers);
	}

	static Identifier identifier(JsonNode node) {
		String source = text(node, "source");
		return new Identifier((source == null || source.isEmpty()) ? Identifier.DEFAULT_SOURCE : source,
				requiredText(node, "external_id"), data(node.get("metadata")));
	}

	private static Map<String, @Nullable Object> object(@Nullable JsonNode node, boolean doubles) {
		if (node == null || !node.isObject()) {
			return Map.of();
		}
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		node.forEachEntry((name, value) -> values.put(name, value(value, doubles)));
		return Collections.unmodifiableMap(values);
	}

	private static @Nullable Object value(JsonNode node, boolean doubles) {
		return switch (node.getNodeType()) {
			case OBJECT -> object(node, doubles);
			case ARRAY -> array(node, doubles);
			case STRING -> node.stringValue();
			case BOOLEAN -> node.booleanValue();
			case NUMBER -> number(node, doubles);
			default -> null;
		};
	}

	private static List<@Nullable Object> array(JsonNode node, boolean doubles) {
		List<@Nullable Object> values = new ArrayList<>(node.size());
		node.forEach((element) -> values.add(value(element, doubles)));
		return Collections.unmodifiableList(values);
	}

	private static Number number(JsonNode node, boolean doubles) {
		boolean exact = node.isIntegralNumber() && node.canConvertToLong() && Math.abs(node.longValue()) <= MAX_EXACT;
		return (exact || !doubles) ? node.numberValue() : (Number) node.doubleValue();
	}

}
