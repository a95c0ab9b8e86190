package com.lunogram.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.slf4j.Logger;

/**
 * Warns at most once a minute, and then says how often it would have.
 */
public final class OccasionalLog {

	private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

	private final Logger logger;

	private final LongSupplier nanoTime;

	private final AtomicLong count = new AtomicLong();

	private final AtomicLong next;

	/**
	 * A log that may warn at once.
	 * @param logger where it warns
	 * @param nanoTime a clock like {@link System#nanoTime}
	 */
	public OccasionalLog(Logger logger, LongSupplier nanoTime) {
		this.logger = logger;
		this.nanoTime = nanoTime;
		this.next = new AtomicLong(nanoTime.getAsLong());
	}

	/**
	 * Counts an occasion, and tells of all since the last time if it is time to.
	 * @param what what has happened; the number of times is put in front
	 */
	public void warn(String what) {
		this.count.incrementAndGet();
		long due = this.next.get();
		long now = this.nanoTime.getAsLong();
		if (now - due >= 0 && this.next.compareAndSet(due, now + INTERVAL)) {
			this.logger.warn("{} {}", this.count.getAndSet(0), what);
		}
	}

}
