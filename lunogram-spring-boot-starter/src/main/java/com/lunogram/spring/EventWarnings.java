package com.lunogram.spring;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the events of one method or type that could not be emitted: one warning a
 * minute, with the number of those that went unreported, so that a mistake in a busy
 * method does not fill the disk. What an event carries is never logged: it may concern a
 * person.
 */
final class EventWarnings {

	private static final Logger logger = LoggerFactory.getLogger(LunogramEvent.class);

	private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

	private final String place;

	private final LongSupplier nanoTime;

	private final AtomicLong due;

	private final AtomicLong unreported = new AtomicLong();

	EventWarnings(String place, LongSupplier nanoTime) {
		this.place = place;
		this.nanoTime = nanoTime;
		this.due = new AtomicLong(nanoTime.getAsLong());
	}

	void notEmitted(String event, Throwable reason) {
		debug(event, reason);
		long now = this.nanoTime.getAsLong();
		long due = this.due.get();
		if (now - due < 0 || !this.due.compareAndSet(due, now + INTERVAL)) {
			this.unreported.incrementAndGet();
			return;
		}
		long before = this.unreported.getAndSet(0);
		String message = message(reason);
		if (before == 0) {
			logger.warn("Event '{}' of {} was not emitted: {}", event, this.place, message);
		}
		else {
			logger.warn("Event '{}' of {} was not emitted: {} ({} more since the last warning)", event, this.place,
					message, before);
		}
	}

	private void debug(String event, Throwable reason) {
		try {
			logger.debug("Event '{}' of {} was not emitted", event, this.place, reason);
		}
		catch (Throwable ex) {
			// The exception cannot be printed. The warning gets by without that.
		}
	}

	/** An exception is somebody else's code, too, and may fail when it is asked. */
	private static String message(Throwable reason) {
		String message = null;
		try {
			message = reason.getMessage();
		}
		catch (Throwable ex) {
			// As good as none.
		}
		return (message != null) ? message : reason.getClass().getName();
	}

}
