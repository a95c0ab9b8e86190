package com.lunogram.delivery;

import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import com.lunogram.http.OccasionalLog;
import com.lunogram.model.Operation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what becomes of writes, and the log of what went wrong.
 */
final class Reports {

	private static final Logger logger = LoggerFactory.getLogger(LunogramPublisher.class);

	private final String destination;

	private final List<DeliveryListener> listeners;

	private final DeliveryStats stats;

	private final OccasionalLog losses;

	private final OccasionalLog failures;

	private final OccasionalLog brokenListeners;

	private final OccasionalLog brokenObservations;

	/** Set while listeners hear of a loss: of one that they cause they would for ever. */
	private final ThreadLocal<Boolean> telling = new ThreadLocal<>();

	Reports(List<DeliveryListener> listeners, Clock clock, LongSupplier nanoTime) {
		this("Lunogram", listeners, clock, nanoTime);
	}

	Reports(String destination, List<DeliveryListener> listeners, Clock clock, LongSupplier nanoTime) {
		this.destination = destination;
		this.listeners = List.copyOf(listeners);
		this.stats = new DeliveryStats(clock);
		this.losses = new OccasionalLog(logger, nanoTime);
		this.failures = new OccasionalLog(logger, nanoTime);
		this.brokenListeners = new OccasionalLog(logger, nanoTime);
		this.brokenObservations = new OccasionalLog(logger, nanoTime);
	}

	/** Whom writes are delivered to, for the log. */
	String destination() {
		return this.destination;
	}

	DeliveryStats stats() {
		return this.stats;
	}

	void requested(boolean again) {
		this.stats.requests.increment();
		if (again) {
			this.stats.retries.increment();
		}
	}

	void delivered(Operation operation, int writes) {
		this.stats.succeeded(writes);
		tell((listener) -> listener.onDelivered(operation, writes));
	}

	void undelivered(UndeliveredWrite write) {
		this.stats.undelivered(write.reason());
		this.losses.warn("writes to " + this.destination + " were not delivered, the last one because of "
				+ write.reason() + ": " + write.message());
		if (this.telling.get() == null) {
			this.telling.set(true);
			try {
				tell((listener) -> listener.onUndelivered(write));
			}
			finally {
				this.telling.remove();
			}
		}
		else if (write.reason() == UndeliveredWrite.Reason.SHUTDOWN) {
			// A listener closes the publisher: what others have published is news.
			tell((listener) -> listener.onUndelivered(write));
		}
	}

	/**
	 * A request failed that will be repeated, or whose writes are reported one by one.
	 */
	void failed(RuntimeException failure) {
		this.stats.failed(failure);
		this.failures.warn("requests to " + this.destination + " failed, the last one so: " + failure.getMessage());
	}

	/**
	 * There is no thread that could deliver, but there may be one later.
	 */
	void threadMissing(OutOfMemoryError failure) {
		this.stats.failed(failure);
		this.failures.warn("times no thread could be started to deliver to " + this.destination
				+ ", the last time because of: " + failure.getMessage());
	}

	/** What observes requests is broken, and they go on unobserved. */
	void observationFailed(Throwable failure) {
		this.stats.observationFailed();
		this.brokenObservations.warn("times an ObservationHandler failed during a delivery to " + this.destination
				+ ", the last time so: " + failure);
		logger.debug("An ObservationHandler failed", failure);
	}

	private void tell(Consumer<DeliveryListener> news) {
		for (DeliveryListener listener : this.listeners) {
			try {
				news.accept(listener);
			}
			catch (Exception | Error ex) {
				// Whatever it is, and checked exceptions from other JVM languages too:
				// the
				// delivery goes on, and so does a caller whose write is dropped.
				this.stats.listenerFailed();
				this.brokenListeners.warn("times a DeliveryListener threw an exception, the last one being " + ex);
			}
		}
	}

}
