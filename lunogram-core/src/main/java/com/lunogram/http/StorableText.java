package com.lunogram.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds text in JSON that a Lunogram server cannot store: the character U+0000, which its
 * database refuses with a 500 however often asked, and halves of surrogate pairs, which
 * its JSON parser silently replaces. Our writer escapes both, and hardly anything else,
 * so that looking for their escapes is cheap; only if one is there is the JSON read, to
 * say where, and because others, whose JSON we take as it is, escape whole pairs as well.
 */
final class StorableText {

	private static final int ESCAPE_LENGTH = 6;

	private StorableText() {
	}

	/**
	 * Refuses JSON with such text.
	 * @param json what was written
	 * @param mapper what wrote it
	 * @throws IllegalArgumentException with the path of the field
	 */
	static void check(byte[] json, JsonMapper mapper) {
		for (int i = 0; i < json.length - 1; i++) {
			if (json[i] == '\\') {
				if (json[i + 1] == 'u' && isUnstorable(json, i)) {
					String complaint = find(mapper.readTree(json), "");
					if (complaint != null) {
						throw new IllegalArgumentException(complaint);
					}
					return;
				}
				i++;
			}
		}
	}

	private static boolean isUnstorable(byte[] json, int escape) {
		String hex = new String(json, escape + 2, ESCAPE_LENGTH - 2, StandardCharsets.US_ASCII);
		return isUnstorable((char) Integer.parseInt(hex, 16));
	}

	private static boolean isUnstorable(char c) {
		return c == 0 || Character.isSurrogate(c);
	}

	private static @Nullable String find(JsonNode node, String path) {
		if (node.isString()) {
			return complaint(node.asString(), path);
		}
		for (Map.Entry<String, JsonNode> property : node.properties()) {
			String found = complaint(property.getKey(), "a key in " + (path.isEmpty() ? "it" : path));
			if (found == null) {
				found = find(property.getValue(), path.isEmpty() ? property.getKey() : path + "." + property.getKey());
			}
			if (found != null) {
				return found;
			}
		}
		for (int i = 0; node.isArray() && i < node.size(); i++) {
			String found = find(node.get(i), path + "[" + i + "]");
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	private static @Nullable String complaint(String text, String where) {
		if (text.indexOf('\0') >= 0) {
			return where + " must not contain the character U+0000";
		}
		boolean wellFormed = StandardCharsets.UTF_8.newEncoder().canEncode(text);
		return wellFormed ? null : where + " must be well-formed Unicode";
	}

}
