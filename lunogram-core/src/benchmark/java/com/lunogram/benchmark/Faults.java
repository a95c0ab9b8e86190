package com.lunogram.benchmark;

import java.util.concurrent.TimeUnit;

/**
 * What the stand-in does wrong, if anything.
 */
final class Faults {

	private static final int OK = 200;

	private static final int BAD_REQUEST = 400;

	private static final int TOO_MANY_REQUESTS = 429;

	private static final int UNAVAILABLE = 503;

	private static final Verdict TAKEN = new Verdict(OK, 0, true);

	private volatile long delayMillis;

	private boolean refusesBad;

	private long windowLimit;

	private long windowNanos;

	private long windowBegin;

	private long windowCount;

	private long overloads;

	private long unavailableUntil;

	private long loseEach;

	private long requests;

	Faults() {
		reset();
	}

	synchronized void reset() {
		this.delayMillis = 0;
		this.refusesBad = false;
		this.windowLimit = Long.MAX_VALUE;
		this.windowBegin = System.nanoTime();
		this.windowNanos = Long.MAX_VALUE;
		this.windowCount = 0;
		this.overloads = 0;
		this.unavailableUntil = System.nanoTime();
		this.loseEach = Long.MAX_VALUE;
		this.requests = 0;
	}

	synchronized void set(String fault, long first, long second) {
		switch (fault) {
			case "delay" -> this.delayMillis = first;
			case "refuse-bad" -> this.refusesBad = true;
			case "limit" -> {
				this.windowLimit = first;
				this.windowNanos = TimeUnit.MILLISECONDS.toNanos(second);
			}
			case "overload" -> this.overloads = first;
			case "unavailable" -> this.unavailableUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(first);
			case "lose" -> this.loseEach = first;
			default -> throw new IllegalArgumentException("No fault is called " + fault);
		}
	}

	void delay() {
		long millis = this.delayMillis;
		if (millis > 0) {
			StandIn.pause(millis);
		}
	}

	synchronized Verdict judge(byte[] body) {
		long now = System.nanoTime();
		this.requests++;
		if (now - this.windowBegin >= this.windowNanos) {
			this.windowBegin = now;
			this.windowCount = 0;
		}
		if (++this.windowCount > this.windowLimit) {
			long left = this.windowNanos - (now - this.windowBegin);
			return new Verdict(TOO_MANY_REQUESTS, (int) TimeUnit.NANOSECONDS.toSeconds(left) + 1, true);
		}
		if (this.overloads > 0) {
			this.overloads--;
			return new Verdict(TOO_MANY_REQUESTS, 1, true);
		}
		if (now - this.unavailableUntil < 0) {
			return new Verdict(UNAVAILABLE, 0, true);
		}
		if (this.refusesBad && hasBad(body)) {
			return new Verdict(BAD_REQUEST, 0, true);
		}
		return (this.requests % this.loseEach == 0) ? new Verdict(OK, 0, false) : TAKEN;
	}

	private static boolean hasBad(byte[] body) {
		for (int i = 1; i < body.length; i++) {
			if (body[i] == SampleEvent.BAD && body[i - 1] == SampleEvent.MARK) {
				return true;
			}
		}
		return false;
	}

	/**
	 * What becomes of a request.
	 */
	record Verdict(int status, int retryAfter, boolean isAnswered) {

		boolean isTaken() {
			return this.status == OK;
		}

	}

}
