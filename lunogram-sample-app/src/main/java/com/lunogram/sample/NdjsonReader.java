package com.lunogram.sample;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

import org.jspecify.annotations.Nullable;

/**
 * Reads a stream line by line and keeps one line in memory at most, and of a line that is
 * too long nothing at all.
 */
final class NdjsonReader {

	private final InputStream input;

	private final int maxLength;

	private long number;

	NdjsonReader(InputStream input, int maxLength) {
		this.input = new BufferedInputStream(input, 1 << 16);
		this.maxLength = maxLength;
	}

	/**
	 * The next line that is not blank.
	 * @return the line; {@code null} at the end
	 */
	@Nullable Line next() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		boolean blank = true;
		boolean tooLong = false;
		for (int next = this.input.read(); next >= 0; next = this.input.read()) {
			if (next != '\n') {
				blank &= next <= ' ';
				tooLong |= bytes.size() == this.maxLength;
				if (!tooLong) {
					bytes.write(next);
				}
				continue;
			}
			this.number++;
			if (!blank) {
				return line(bytes, tooLong);
			}
			bytes.reset();
			tooLong = false;
		}
		this.number++;
		return blank ? null : line(bytes, tooLong);
	}

	private Line line(ByteArrayOutputStream bytes, boolean tooLong) {
		return new Line(this.number, tooLong ? null : bytes.toByteArray());
	}

	/**
	 * A line of the stream.
	 *
	 * @param number its number, from 1
	 * @param bytes its content; {@code null} if it is too long
	 */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	record Line(long number, byte @Nullable [] bytes) {
	}

}
