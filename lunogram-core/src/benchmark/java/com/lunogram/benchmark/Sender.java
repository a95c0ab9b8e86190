package com.lunogram.benchmark;

import java.util.Map;

/**
 * A client under measurement, seen as its user sees it: takes an event and returns.
 */
interface Sender extends AutoCloseable {

	/**
	 * Hands over one event.
	 * @param userId whose event it is
	 * @param data its fields
	 */
	void send(String userId, Map<String, Object> data);

	/** Makes and hands over the events from 0 on. */
	default void sendAll(int events) {
		for (int i = 0; i < events; i++) {
			send(SampleEvent.userId(i), SampleEvent.data(i));
		}
	}

	/** Asks for what waits to be sent now, and need not wait until it is. */
	void flush();

	/** As its users end it: what they wait for is delivered, they hope. */
	@Override
	void close();

}
