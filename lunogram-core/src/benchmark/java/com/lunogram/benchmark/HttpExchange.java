package com.lunogram.benchmark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * As much of HTTP/1.1 as the clients under measurement use.
 */
final class HttpExchange {

	private static final int BUFFER = 64 * 1024;

	private static final int LUNOGRAM_SUCCESS = 202;

	private final InputStream in;

	private final OutputStream out;

	private final byte[] buffer = new byte[BUFFER];

	private int position;

	private int limit;

	private String requestLine = "";

	private byte[] body = new byte[0];

	HttpExchange(InputStream in, OutputStream out) {
		this.in = in;
		this.out = out;
	}

	/** Reads a request; returns whether there was one. */
	boolean next() throws IOException {
		this.requestLine = line();
		if (this.requestLine.isEmpty()) {
			return false;
		}
		int length = 0;
		boolean chunked = false;
		boolean gzip = false;
		for (String header = line(); !header.isEmpty(); header = line()) {
			String lower = header.toLowerCase(Locale.ROOT);
			if (lower.startsWith("content-length:")) {
				length = Integer.parseInt(value(lower));
			}
			chunked |= lower.startsWith("transfer-encoding:") && value(lower).equals("chunked");
			gzip |= lower.startsWith("content-encoding:") && value(lower).equals("gzip");
		}
		byte[] received = chunked ? chunks() : bytes(length);
		this.body = gzip ? new GZIPInputStream(new ByteArrayInputStream(received)).readAllBytes() : received;
		return true;
	}

	private static String value(String header) {
		return header.substring(header.indexOf(':') + 1).strip();
	}

	private byte[] chunks() throws IOException {
		ByteArrayOutputStream all = new ByteArrayOutputStream(BUFFER);
		for (int size = chunkSize(); size > 0; size = chunkSize()) {
			all.write(bytes(size));
			line();
		}
		line();
		return all.toByteArray();
	}

	private int chunkSize() throws IOException {
		return Integer.parseInt(line(), 16);
	}

	private byte[] bytes(int length) throws IOException {
		byte[] bytes = new byte[length];
		int buffered = Math.min(length, this.limit - this.position);
		System.arraycopy(this.buffer, this.position, bytes, 0, buffered);
		this.position += buffered;
		if (this.in.readNBytes(bytes, buffered, length - buffered) < length - buffered) {
			throw new EOFException();
		}
		return bytes;
	}

	/** A line without its end; empty at the end of the stream as well. */
	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = read(); c >= 0 && c != '\n'; c = read()) {
			if (c != '\r') {
				line.append((char) c);
			}
		}
		return line.toString();
	}

	private int read() throws IOException {
		if (this.position == this.limit) {
			this.position = 0;
			this.limit = Math.max(0, this.in.read(this.buffer));
			if (this.limit == 0) {
				return -1;
			}
		}
		return this.buffer[this.position++];
	}

	boolean isPost() {
		return this.requestLine.startsWith("POST");
	}

	byte[] body() {
		return this.body;
	}

	/**
	 * Answers.
	 * @param status the status; 200 becomes the one that this request's client expects
	 * @param retryAfter seconds to wait; 0 for none asked
	 */
	void answer(int status, int retryAfter) throws IOException {
		boolean lunogram = this.requestLine.contains("/api/client/");
		String json = lunogram ? "" : "{}";
		int told = (lunogram && status == 200) ? LUNOGRAM_SUCCESS : status;
		String answer = "HTTP/1.1 " + told + " .\r\nContent-Type: application/json\r\nContent-Length: " + json.length()
				+ ((retryAfter > 0) ? "\r\nRetry-After: " + retryAfter : "") + "\r\n\r\n" + json;
		this.out.write(answer.getBytes(StandardCharsets.US_ASCII));
	}

}
