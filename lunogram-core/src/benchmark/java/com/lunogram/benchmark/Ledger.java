package com.lunogram.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What the stand-in has taken. It counts events, or, if told to keep books, knows each of
 * them: which came twice, and which came after a later one of the same user.
 */
final class Ledger {

	private static final byte[] NUMBER = ("\"" + SampleEvent.NUMBER + "\":").getBytes(StandardCharsets.US_ASCII);

	private final BitSet seen = new BitSet();

	private final long[] latest = new long[SampleEvent.USERS];

	private boolean keepsBooks;

	private long requests;

	private long refused;

	private long taken;

	private long duplicates;

	private long violations;

	synchronized void reset(boolean keepsBooks) {
		this.keepsBooks = keepsBooks;
		this.seen.clear();
		Arrays.fill(this.latest, -1);
		this.requests = 0;
		this.refused = 0;
		this.taken = 0;
		this.duplicates = 0;
		this.violations = 0;
	}

	synchronized void refused() {
		this.requests++;
		this.refused++;
	}

	void take(byte[] body) {
		long count = count(body);
		synchronized (this) {
			this.requests++;
			if (this.keepsBooks) {
				numbers(body);
			}
			else {
				this.taken += count;
			}
			notifyAll();
		}
	}

	private static long count(byte[] body) {
		int count = 0;
		for (byte b : body) {
			if (b == SampleEvent.MARK) {
				count++;
			}
		}
		return count;
	}

	private void numbers(byte[] body) {
		for (int i = find(body, 0); i >= 0; i = find(body, i)) {
			int number = 0;
			for (i += NUMBER.length; body[i] >= '0' && body[i] <= '9'; i++) {
				number = 10 * number + body[i] - '0';
			}
			take(number);
		}
	}

	private static int find(byte[] body, int from) {
		for (int i = from; i <= body.length - NUMBER.length; i++) {
			if (body[i] == '"' && Arrays.equals(body, i, i + NUMBER.length, NUMBER, 0, NUMBER.length)) {
				return i;
			}
		}
		return -1;
	}

	private void take(int number) {
		if (this.seen.get(number)) {
			this.duplicates++;
			return;
		}
		this.seen.set(number);
		this.taken++;
		int user = SampleEvent.user(number);
		if (number < this.latest[user]) {
			this.violations++;
		}
		this.latest[user] = Math.max(this.latest[user], number);
	}

	/** Waits for so many different events; returns how many there are then. */
	synchronized long await(long count, long millis) {
		long deadline = System.currentTimeMillis() + millis;
		try {
			for (long left = millis; this.taken < count && left > 0; left = deadline - System.currentTimeMillis()) {
				wait(left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return this.taken;
	}

	synchronized String report() {
		return this.requests + " " + this.refused + " " + this.taken + " " + this.duplicates + " " + this.violations;
	}

}
