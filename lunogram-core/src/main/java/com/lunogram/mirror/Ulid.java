package com.lunogram.mirror;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Ids as Customer.io wants them for events: ULIDs, 26 characters of a time and of chance.
 */
final class Ulid {

	/** Crockford's base 32: no I, L, O and U. */
	private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

	private static final int TIME_DIGITS = 10;

	private static final int DIGITS_OF_A_HALF = 8;

	private static final int BITS = 5;

	private Ulid() {
	}

	/** A new id of the given time, in milliseconds since 1970. */
	static String of(long millis) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		StringBuilder id = new StringBuilder(TIME_DIGITS + 2 * DIGITS_OF_A_HALF);
		append(id, millis, TIME_DIGITS);
		append(id, random.nextLong(), DIGITS_OF_A_HALF);
		append(id, random.nextLong(), DIGITS_OF_A_HALF);
		return id.toString();
	}

	private static void append(StringBuilder id, long bits, int digits) {
		for (int i = digits - 1; i >= 0; i--) {
			id.append(DIGITS[(int) (bits >>> (i * BITS)) & 31]);
		}
	}

}
