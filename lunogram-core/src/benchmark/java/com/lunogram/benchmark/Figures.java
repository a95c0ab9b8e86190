package com.lunogram.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What was measured, read from the files that {@link Results} and JMH wrote. Each figure
 * has as many values as there were rounds.
 */
final class Figures {

	private final Map<List<String>, List<Double>> values = new HashMap<>();

	private final Set<String> measurements = new LinkedHashSet<>();

	/**
	 * Reads all files of a directory that begin like the given part.
	 * @param directory where the files are
	 * @param part name of a part of the measurements
	 * @return what was measured
	 */
	static Figures read(Path directory, String part) throws IOException {
		Figures figures = new Figures();
		try (var files = Files.newDirectoryStream(directory, part + "*.{tsv,csv}")) {
			for (Path file : files) {
				List<String> lines = Files.readAllLines(file);
				if (file.toString().endsWith(".tsv")) {
					lines.forEach(figures::addLine);
				}
				else {
					lines.stream().skip(1).forEach(figures::addJmhLine);
				}
			}
		}
		return figures;
	}

	private void addLine(String line) {
		String[] parts = line.split("\t", -1);
		add(parts[0], parts[1], parts[2], Double.parseDouble(parts[3]));
	}

	/** Benchmark, mode, threads, samples, score, error, unit, and a parameter or none. */
	private void addJmhLine(String line) {
		String[] parts = line.replace("\"", "").split(",", -1);
		// A profiler's name has dots too, behind the colon.
		String benchmark = parts[0].replaceFirst("^[^:]*[.]", "");
		int colon = benchmark.indexOf(':');
		String who = (colon < 0) ? benchmark : benchmark.substring(0, colon);
		String figure = (colon < 0) ? "mean" : benchmark.substring(colon + 1);
		if (parts.length > 7 && !parts[7].isEmpty()) {
			who += " " + parts[7];
		}
		add(parts[2], who, figure, number(parts[4]));
		if (colon < 0) {
			add(parts[2], who, "error", number(parts[5]));
		}
	}

	private static double number(String text) {
		return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
	}

	private void add(String measurement, String who, String figure, double value) {
		this.measurements.add(measurement);
		this.values.computeIfAbsent(List.of(measurement, who, figure), (key) -> new ArrayList<>()).add(value);
	}

	/** Names of all that was done, in that order. */
	Set<String> measurements() {
		return this.measurements;
	}

	/** All values, in the order of the rounds; empty if there are none. */
	List<Double> all(String measurement, String who, String figure) {
		return this.values.getOrDefault(List.of(measurement, who, figure), List.of());
	}

	/** The value in the middle; not a number if there is none. */
	double median(String measurement, String who, String figure) {
		return median(all(measurement, who, figure));
	}

	static double median(List<Double> values) {
		List<Double> sorted = values.stream().sorted().toList();
		int size = sorted.size();
		return (size == 0) ? Double.NaN : (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
	}

	/** The median, and from where to where the values go if there are several. */
	String range(String measurement, String who, String figure) {
		List<Double> sorted = all(measurement, who, figure).stream().sorted().toList();
		String median = show(median(sorted));
		return (sorted.size() < 2) ? median
				: median + " (" + show(sorted.get(0)) + " – " + show(sorted.get(sorted.size() - 1)) + ")";
	}

	/** With three digits, or as many as the whole number has. */
	static String show(double value) {
		if (Double.isNaN(value)) {
			return "–";
		}
		double size = Math.abs(value);
		int decimals = (size >= 100 || value == Math.rint(value)) ? 0 : (size >= 10) ? 1 : 2;
		return String.format(Locale.ROOT, "%,." + decimals + "f", value);
	}

}
