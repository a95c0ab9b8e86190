package com.lunogram.delivery;

import com.lunogram.model.Operation;

/**
 * Hears what becomes of writes, in the thread in which it happens: for what is dropped
 * that is the caller's or, if a stream fails to take it, one of the stream's; else the
 * worker's. It should return quickly. What it throws is logged, counted and of no other
 * consequence.
 */
public interface DeliveryListener {

	/**
	 * A request was taken by the server.
	 * @param operation its operation
	 * @param writes how many writes it carried
	 */
	default void onDelivered(Operation operation, int writes) {
	}

	/**
	 * A write will not be delivered. What is published in here and dropped in its turn is
	 * counted and logged, but told to no listener.
	 * @param write the write, and why
	 */
	default void onUndelivered(UndeliveredWrite write) {
	}

}
