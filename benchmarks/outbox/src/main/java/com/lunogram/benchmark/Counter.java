package com.lunogram.benchmark;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The handler that does nothing, and what it has seen. One for a process, as the peers
 * make their handlers themselves.
 */
final class Counter {

	private static final AtomicInteger count = new AtomicInteger();

	private static volatile long first;

	private static volatile long last;

	private Counter() {
	}

	static void handled() {
		long now = System.nanoTime();
		if (count.getAndIncrement() == 0) {
			first = now;
		}
		last = now;
	}

	static int count() {
		return count.get();
	}

	static void reset() {
		count.set(0);
	}

	/** Waits for so many; tells how long it took from the first to the last one. */
	static double await(int events, Duration patience) throws InterruptedException {
		long end = System.nanoTime() + patience.toNanos();
		while (count.get() < events) {
			if (System.nanoTime() > end) {
				throw new IllegalStateException(count + " of " + events + " were handled");
			}
			Thread.sleep(5);
		}
		return (last - first) / 1e9;
	}

}
