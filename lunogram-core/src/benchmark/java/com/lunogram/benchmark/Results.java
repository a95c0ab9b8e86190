package com.lunogram.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/**
 * Says what was measured, and keeps it for the tables: one line for each figure, of what
 * was done, by whom, what it is, and how much.
 */
final class Results {

	/** System property that names the file. */
	static final String FILE = "benchmark.results";

	private Results() {
	}

	static void add(String measurement, String who, String figure, long value) {
		add(measurement, who, figure, String.valueOf(value));
	}

	static void add(String measurement, String who, String figure, double value) {
		add(measurement, who, figure, String.format(Locale.ROOT, "%.3f", value));
	}

	private static void add(String measurement, String who, String figure, String value) {
		String line = String.join("\t", measurement, who, figure, value);
		System.out.println(line);
		String file = System.getProperty(FILE);
		if (file != null) {
			try {
				Files.write(Path.of(file), List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

}
