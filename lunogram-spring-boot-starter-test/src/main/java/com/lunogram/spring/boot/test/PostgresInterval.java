package com.lunogram.spring.boot.test;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads the interval notations of PostgreSQL that people write: {@code 7 days},
 * {@code 1 day 12:00}, {@code P1M}, {@code 24h}.
 */
final class PostgresInterval {

	private static final double DAY = 86_400;

	/** PostgreSQL compares intervals as if every month had 30 days. */
	private static final double MONTH = 30 * DAY;

	private static final double YEAR = 12 * MONTH;

	private static final String NUMBER = "([-+]?\\d+(?:\\.\\d*)?|[-+]?\\.\\d+)";

	private static final Pattern ISO = Pattern.compile("P(?=.)" + part("Y") + part("M") + part("W") + part("D")
			+ "(?:T(?=.)" + part("H") + part("M") + part("S") + ")?");

	private static final double[] ISO_SECONDS = { YEAR, MONTH, 7 * DAY, DAY, 3600, 60, 1 };

	private static final Pattern CLOCK = Pattern.compile("([-+]?)(\\d+):(\\d{1,2})(?::(\\d{1,2}(?:\\.\\d*)?))?\\s*");

	private static final Pattern QUANTITY = Pattern.compile(NUMBER + "\\s*([a-z]*)\\s*");

	private static final Map<String, Double> UNITS = units();

	private PostgresInterval() {
	}

	static boolean isPositive(String text) {
		String stripped = text.strip();
		Matcher iso = ISO.matcher(stripped);
		if (iso.matches()) {
			return isoSeconds(iso) > 0;
		}
		Double seconds = verboseSeconds(stripped.toLowerCase(Locale.ROOT));
		return seconds != null && seconds > 0;
	}

	private static double isoSeconds(Matcher iso) {
		double seconds = 0;
		for (int i = 0; i < ISO_SECONDS.length; i++) {
			String number = iso.group(i + 1);
			seconds += (number != null) ? Double.parseDouble(number) * ISO_SECONDS[i] : 0;
		}
		return seconds;
	}

	private static @Nullable Double verboseSeconds(String text) {
		boolean ago = text.endsWith(" ago");
		String rest = ago ? text.substring(0, text.length() - 4).strip() : text;
		rest = rest.startsWith("@") ? rest.substring(1).stripLeading() : rest;
		double seconds = 0;
		if (rest.isEmpty()) {
			return null;
		}
		while (!rest.isEmpty()) {
			Matcher clock = CLOCK.matcher(rest);
			Matcher quantity = QUANTITY.matcher(rest);
			if (clock.lookingAt()) {
				seconds += clockSeconds(clock);
				rest = rest.substring(clock.end());
			}
			else if (quantity.lookingAt()) {
				Double unit = unit(quantity.group(2), quantity.end() == rest.length());
				if (unit == null) {
					return null;
				}
				seconds += Double.parseDouble(quantity.group(1)) * unit;
				rest = rest.substring(quantity.end());
			}
			else {
				return null;
			}
		}
		return ago ? -seconds : seconds;
	}

	private static double clockSeconds(Matcher clock) {
		double seconds = Double.parseDouble(clock.group(2)) * 3600 + Double.parseDouble(clock.group(3)) * 60;
		seconds += (clock.group(4) != null) ? Double.parseDouble(clock.group(4)) : 0;
		return clock.group(1).equals("-") ? -seconds : seconds;
	}

	/** A number without a unit means seconds, but only as the last one. */
	private static @Nullable Double unit(String name, boolean last) {
		return UNITS.get((name.isEmpty() && last) ? "s" : name);
	}

	private static String part(String designator) {
		return "(?:" + NUMBER + designator + ")?";
	}

	private static Map<String, Double> units() {
		Map<String, Double> units = new HashMap<>();
		put(units, 0.000_001, "us", "usec", "usecs", "microsecond", "microseconds");
		put(units, 0.001, "ms", "msec", "msecs", "millisecond", "milliseconds");
		put(units, 1, "s", "sec", "secs", "second", "seconds");
		put(units, 60, "m", "min", "mins", "minute", "minutes");
		put(units, 3600, "h", "hr", "hrs", "hour", "hours");
		put(units, DAY, "d", "day", "days");
		put(units, 7 * DAY, "w", "week", "weeks");
		put(units, MONTH, "mon", "mons", "month", "months");
		put(units, YEAR, "y", "yr", "yrs", "year", "years");
		put(units, 10 * YEAR, "dec", "decs", "decade", "decades");
		put(units, 100 * YEAR, "c", "cent", "century", "centuries");
		put(units, 1000 * YEAR, "mil", "mils", "millennium", "millennia");
		return Map.copyOf(units);
	}

	private static void put(Map<String, Double> units, double seconds, String... names) {
		for (String name : names) {
			units.put(name, seconds);
		}
	}

}
