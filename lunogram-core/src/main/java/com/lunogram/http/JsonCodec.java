package com.lunogram.http;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON as this library reads and writes it. The mapper is its own, so that the settings
 * of an application's mapper cannot rename our fields on the wire.
 */
public final class JsonCodec {

	/**
	 * Whether the mapper writes plain data as {@link JsonBuffer} does. It does unless
	 * there is a module on the class path that has other ideas.
	 */
	boolean isPlain() {
		return Shared.PLAIN;
	}

	JsonMapper mapper() {
		return Shared.MAPPER;
	}

	/**
	 * Reads an answer.
	 * @param <T> type of the value
	 * @param json the answer's body
	 * @param type type of the value
	 * @return the value; {@code null} if the body is the JSON value {@code null}
	 * @throws JacksonException if the body is not JSON, or not of that type
	 */
	public <T> @Nullable T read(byte[] json, Class<T> type) {
		return Shared.MAPPER.readValue(json, type);
	}

	/**
	 * Writes a JSON object that is not a model of this library's.
	 * @param value the value
	 * @return its JSON in UTF-8
	 * @throws IllegalArgumentException if it cannot be written, or is not an object
	 */
	public byte[] writeObject(Object value) {
		try {
			byte[] json = Shared.MAPPER.writeValueAsBytes(value);
			if (json[0] != '{') {
				throw new IllegalArgumentException("must become a JSON object, but a " + value.getClass().getName()
						+ " becomes " + new String(json, 0, Math.min(json.length, 20), StandardCharsets.UTF_8));
			}
			return json;
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("cannot be written as JSON: " + ex.getOriginalMessage(), ex);
		}
	}

	/**
	 * Makes one upsert of two, as the server would merge them: later fields win, and so
	 * do later keys of {@code data}.
	 * @param earlier the JSON object of the earlier one
	 * @param later the JSON object of the later one
	 * @return the JSON object of both; {@code null} if they don't name the same
	 * identifiers in the same way, or one of them cannot be read
	 */
	public byte @Nullable [] mergeUpserts(byte[] earlier, byte[] later) {
		ObjectReader reader = Shared.MAPPER.reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
		ObjectNode merged;
		ObjectNode changes;
		try {
			merged = (ObjectNode) reader.readTree(earlier);
			changes = (ObjectNode) reader.readTree(later);
		}
		catch (JacksonException ex) {
			// Jackson writes what it would not read, such as a number of 1,001 digits.
			return null;
		}
		if (!Objects.equals(merged.get("identifier"), changes.get("identifier"))) {
			return null;
		}
		JsonNode data = merged.get("data");
		if (data instanceof ObjectNode earlierData && changes.get("data") instanceof ObjectNode laterData) {
			earlierData.setAll(laterData);
			changes.set("data", earlierData);
		}
		merged.setAll(changes);
		return Shared.MAPPER.writeValueAsBytes(merged);
	}

	/**
	 * Takes apart a JSON object that is not a model of this library's.
	 * @param value the value
	 * @return names and values in the order in which they would be written; numbers keep
	 * all their digits
	 * @throws IllegalArgumentException if it cannot be written, or is not an object
	 */
	public Map<String, @Nullable Object> properties(Object value) {
		byte[] json = writeObject(value);
		try {
			// Made when needed: it would take a while at the start of every application.
			return Shared.MAPPER.readerForMapOf(Object.class)
				.with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
				.readValue(json);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("does not become valid JSON: " + ex.getOriginalMessage(), ex);
		}
	}

	/**
	 * Joins JSON values into an array without reading them again.
	 * @param elements JSON values in UTF-8
	 * @return the array in UTF-8
	 */
	public static byte[] array(List<byte[]> elements) {
		int length = 1 + Math.max(1, elements.size());
		for (byte[] element : elements) {
			length += element.length;
		}
		byte[] array = new byte[length];
		int position = 0;
		for (byte[] element : elements) {
			array[position] = (byte) ((position == 0) ? '[' : ',');
			System.arraycopy(element, 0, array, position + 1, element.length);
			position += element.length + 1;
		}
		array[0] = '[';
		array[length - 1] = ']';
		return array;
	}

	/**
	 * What all codecs have in common. It is made when something is written or read: it
	 * would take a while at the start of every application.
	 */
	private static final class Shared {

		/**
		 * The first write may come from a thread whose own class loader knows no modules.
		 */
		static final JsonMapper MAPPER = JsonMapper.builder()
			.findAndAddModules(JsonCodec.class.getClassLoader())
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
			.build();

		static final boolean PLAIN = isPlain();

		private static boolean isPlain() {
			Map<String, @Nullable Object> sample = new LinkedHashMap<>();
			sample.put("text", "a/\"\u00E9");
			sample.put("numbers", List.of(1, 2L, 0.5, new BigDecimal("1.50")));
			sample.put("nested", Map.of("flag", true));
			sample.put("nothing", null);
			JsonBuffer buffer = new JsonBuffer();
			return buffer.map(sample) && Arrays.equals(buffer.toByteArray(), MAPPER.writeValueAsBytes(sample));
		}

	}

}
