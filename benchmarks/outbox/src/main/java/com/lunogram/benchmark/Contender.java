package com.lunogram.benchmark;

import java.util.List;

/**
 * An outbox under measurement.
 */
interface Contender extends AutoCloseable {

	/** Stores events in one transaction. */
	void insert(List<Integer> numbers);

	/**
	 * Delivers what was stored and is waiting.
	 * @param events how many events that are
	 * @return how long it took from the first to the last one, in seconds
	 */
	double relay(int events) throws Exception;

	/** Lets nothing be delivered but by {@link #relay(int)}. */
	default void hold() {
		// Most deliver when they are asked to.
	}

	@Override
	void close();

}
