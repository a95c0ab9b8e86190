package com.lunogram.http;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.NumberOutput;

/**
 * JSON in UTF-8 as it grows, to the byte as Jackson writes it. It knows the values that
 * data mostly consist of, and nothing of classes, so that an event costs half of what it
 * does through a generator of Jackson's, and no garbage but its own bytes. Everything
 * else is Jackson's, and comes in {@link #raw(byte[])}.
 */
final class JsonBuffer {

	private static final int USUAL_SIZE = 512;

	/** Beyond this it may be endless, and Jackson knows how to say so. */
	private static final int MAX_DEPTH = 50;

	private static final int MAX_NUMBER = 20;

	private static final int MAX_ESCAPE = 6;

	private static final int ASCII = 0x80;

	private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

	/** Characters that stand for themselves. */
	private static final boolean[] PLAIN = new boolean[ASCII];

	/** Second characters of short escapes, by the character that they escape. */
	private static final byte[] ESCAPES = new byte[ASCII];

	static {
		Arrays.fill(PLAIN, ' ', ASCII, true);
		String escaped = "\"\\\b\t\n\f\r";
		for (int i = 0; i < escaped.length(); i++) {
			PLAIN[escaped.charAt(i)] = false;
			ESCAPES[escaped.charAt(i)] = (byte) "\"\\btnfr".charAt(i);
		}
	}

	private byte[] bytes = new byte[USUAL_SIZE];

	private int length;

	private boolean suspect;

	/** What has been written. */
	byte[] toByteArray() {
		return Arrays.copyOf(this.bytes, this.length);
	}

	/** Empties it for the next. */
	void clear() {
		this.length = 0;
		this.suspect = false;
	}

	int capacity() {
		return this.bytes.length;
	}

	/** Whether there may be text in it that a server cannot store. */
	boolean isSuspect() {
		return this.suspect;
	}

	void startObject() {
		separate();
		append('{');
	}

	void endObject() {
		append('}');
	}

	void startArray() {
		separate();
		append('[');
	}

	void endArray() {
		append(']');
	}

	/** A comma, if a value stands before. */
	private void separate() {
		if (this.length > 0) {
			byte last = this.bytes[this.length - 1];
			if (last != '{' && last != '[' && last != ':') {
				append(',');
			}
		}
	}

	void name(String name) {
		string(name);
		append(':');
	}

	void number(long value) {
		separate();
		reserve(MAX_NUMBER);
		this.length = NumberOutput.outputLong(value, this.bytes, this.length);
	}

	/** JSON that is complete. */
	void raw(byte[] json) {
		separate();
		reserve(json.length);
		System.arraycopy(json, 0, this.bytes, this.length, json.length);
		this.length += json.length;
		this.suspect = true;
	}

	void string(String text) {
		separate();
		int end = text.length();
		reserve(end + 2);
		byte[] target = this.bytes;
		int position = this.length;
		target[position++] = '"';
		for (int i = 0; i < end; i++) {
			char c = text.charAt(i);
			if (c >= ASCII || !PLAIN[c]) {
				this.length = position;
				unusual(text, i);
				append('"');
				return;
			}
			target[position++] = (byte) c;
		}
		target[position++] = '"';
		this.length = position;
	}

	private void unusual(String text, int from) {
		for (int i = from; i < text.length(); i++) {
			char c = text.charAt(i);
			reserve(MAX_ESCAPE);
			if (c < ASCII) {
				ascii(c);
			}
			else if (c < 0x800) {
				append(0xC0 | (c >> 6));
				append(0x80 | (c & 0x3F));
			}
			else if (!Character.isSurrogate(c)) {
				append(0xE0 | (c >> 12));
				append(0x80 | ((c >> 6) & 0x3F));
				append(0x80 | (c & 0x3F));
			}
			else if (Character.isHighSurrogate(c) && i + 1 < text.length()
					&& Character.isLowSurrogate(text.charAt(i + 1))) {
				supplementary(Character.toCodePoint(c, text.charAt(++i)));
			}
			else {
				escape(c);
			}
		}
	}

	private void ascii(char c) {
		if (PLAIN[c]) {
			append(c);
		}
		else if (ESCAPES[c] != 0) {
			append('\\');
			append(ESCAPES[c]);
		}
		else {
			escape(c);
		}
	}

	private void supplementary(int codePoint) {
		append(0xF0 | (codePoint >> 18));
		append(0x80 | ((codePoint >> 12) & 0x3F));
		append(0x80 | ((codePoint >> 6) & 0x3F));
		append(0x80 | (codePoint & 0x3F));
	}

	private void escape(char c) {
		append('\\');
		append('u');
		for (int shift = 12; shift >= 0; shift -= 4) {
			append(HEX[(c >> shift) & 0xF]);
		}
		this.suspect = true;
	}

	/**
	 * Writes a map if there is nothing in it but what this knows; else it writes nothing.
	 * @return whether it has
	 */
	boolean map(Map<?, ?> map) {
		int before = this.length;
		if (map(map, 0)) {
			return true;
		}
		this.length = before;
		return false;
	}

	private boolean map(Map<?, ?> map, int depth) {
		if (depth > MAX_DEPTH || !isOfTheJdk(map)) {
			return false;
		}
		startObject();
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			if (!(entry.getKey() instanceof String name)) {
				return false;
			}
			name(name);
			if (!value(entry.getValue(), depth)) {
				return false;
			}
		}
		endObject();
		return true;
	}

	private boolean collection(Collection<?> values, int depth) {
		if (depth > MAX_DEPTH || !isOfTheJdk(values)) {
			return false;
		}
		startArray();
		for (Object value : values) {
			if (!value(value, depth)) {
				return false;
			}
		}
		endArray();
		return true;
	}

	/** Another may have annotations, or a serializer of its own. */
	private static boolean isOfTheJdk(Object value) {
		return value.getClass().getModule() == Object.class.getModule();
	}

	private boolean value(@Nullable Object value, int depth) {
		if (value instanceof String text) {
			string(text);
		}
		else if (value instanceof Integer || value instanceof Long) {
			number(((Number) value).longValue());
		}
		else if (value instanceof Double number) {
			return !number.isNaN() && !number.isInfinite() && plain(number.toString());
		}
		else if (value == null || value instanceof Boolean) {
			plain(String.valueOf(value));
		}
		else if (value.getClass() == BigDecimal.class) {
			plain(value.toString());
		}
		else if (value instanceof Map<?, ?> map) {
			return map(map, depth + 1);
		}
		else {
			return value instanceof Collection<?> values && collection(values, depth + 1);
		}
		return true;
	}

	private boolean plain(String ascii) {
		separate();
		reserve(ascii.length());
		for (int i = 0; i < ascii.length(); i++) {
			this.bytes[this.length++] = (byte) ascii.charAt(i);
		}
		return true;
	}

	private void append(int b) {
		reserve(1);
		this.bytes[this.length++] = (byte) b;
	}

	private void reserve(int more) {
		if (this.bytes.length - this.length < more) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(2 * this.bytes.length, this.length + more));
		}
	}

}
