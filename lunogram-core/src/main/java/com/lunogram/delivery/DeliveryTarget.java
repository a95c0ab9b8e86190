package com.lunogram.delivery;

import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;

/**
 * Somewhere else than Lunogram that writes are delivered to, by a publisher of its own:
 * with a queue, an order and failures of its own.
 */
public interface DeliveryTarget {

	/**
	 * What it is called, for the log.
	 * @return the name, such as {@code Customer.io}
	 */
	String name();

	/**
	 * What the requests to it are observed as.
	 * @return name of the observations
	 */
	String observationName();

	/**
	 * How many requests a minute it takes from this process.
	 * @return the number, 1 or more
	 */
	double maxRequestsPerMinute();

	/**
	 * Takes the snapshot of a write as it will be sent, in the thread that publishes.
	 * What this throws is thrown by whoever publishes.
	 * @param write the write
	 * @return what is to be queued; {@code null} if nothing is
	 */
	@Nullable PendingWrite prepare(Write write);

	/**
	 * Sends one request, once, with as many of the writes as it takes, from the first on.
	 * @param json JSON array of what was prepared, at least one, in order
	 * @return how far it got
	 * @throws DeliveryTargetException if it got nowhere
	 */
	TargetProgress send(byte[] json);

}
