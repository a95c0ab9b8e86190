package com.lunogram.delivery;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Until when a delivery may go on, which is for ever until somebody says otherwise.
 */
final class Deadline {

	private final LongSupplier nanoTime;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable Long end;

	Deadline(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/** Of several calls, the one that gives the least time counts. */
	void within(Duration timeout) {
		this.lock.lock();
		try {
			long nanos = TimeUnit.NANOSECONDS.convert(timeout);
			if (nanos < left()) {
				this.end = this.nanoTime.getAsLong() + nanos;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** How long it still is, in nanoseconds. */
	long left() {
		Long end = this.end;
		return (end != null) ? end - this.nanoTime.getAsLong() : Long.MAX_VALUE;
	}

}
