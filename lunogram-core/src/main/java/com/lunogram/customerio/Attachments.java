package com.lunogram.customerio;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is attached to an e-mail, as it goes out.
 */
final class Attachments {

	/** 2 MB, in the larger of its two meanings: in between, Customer.io decides. */
	static final int MAX_BYTES = 2 * 1024 * 1024;

	private final Map<String, String> encoded = new LinkedHashMap<>();

	private int size;

	void add(String name, Path file) {
		checkName(name);
		try (InputStream content = Files.newInputStream(Checks.required(file, "file"))) {
			read(name, content);
		}
		catch (IOException ex) {
			throw unreadable(name, ex);
		}
	}

	void add(String name, InputStream content) {
		checkName(name);
		try {
			read(name, Checks.required(content, "content"));
		}
		catch (IOException ex) {
			throw unreadable(name, ex);
		}
	}

	void add(String name, byte[] content) {
		checkName(name);
		put(name, Checks.required(content, "content"));
	}

	void addBase64(String name, String base64) {
		checkName(name);
		byte[] content;
		try {
			content = Base64.getDecoder().decode(Checks.required(base64, "base64"));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					describe(name) + " is not standard base64 without line breaks: " + ex.getMessage(), ex);
		}
		put(name, content);
	}

	private void checkName(String name) {
		if (this.encoded.containsKey(Checks.text(name, "attachment name"))) {
			throw new IllegalArgumentException(describe(name) + " is there already: give each its own name");
		}
	}

	/** Reads no more than what would be too much, however long the stream is. */
	private void read(String name, InputStream content) throws IOException {
		put(name, content.readNBytes(MAX_BYTES - this.size + 1));
	}

	private void put(String name, byte[] content) {
		if (content.length > MAX_BYTES - this.size) {
			throw new IllegalArgumentException(
					describe(name) + " is too large: all together must be at most " + MAX_BYTES + " bytes");
		}
		this.size += content.length;
		this.encoded.put(name, Base64.getEncoder().encodeToString(content));
	}

	private static UncheckedIOException unreadable(String name, IOException ex) {
		return new UncheckedIOException(describe(name) + " cannot be read: " + ex, ex);
	}

	private static String describe(String name) {
		return "attachment '" + name + "'";
	}

	Map<String, String> encoded() {
		return Collections.unmodifiableMap(new LinkedHashMap<>(this.encoded));
	}

}
