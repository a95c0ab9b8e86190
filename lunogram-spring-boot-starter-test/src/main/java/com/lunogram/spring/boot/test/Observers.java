package com.lunogram.spring.boot.test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells everybody who asked about each arrival.
 */
final class Observers implements Consumer<Arrival> {

	private static final Logger logger = LoggerFactory.getLogger(Observers.class);

	private final List<Consumer<Arrival>> observers = new CopyOnWriteArrayList<>();

	void add(Consumer<Arrival> observer) {
		this.observers.add(observer);
	}

	@Override
	public void accept(Arrival arrival) {
		for (Consumer<Arrival> observer : this.observers) {
			try {
				observer.accept(arrival);
			}
			catch (RuntimeException ex) {
				// An observer's trouble must not change what the client gets.
				logger.warn("An observer of the stand-in server failed", ex);
			}
		}
	}

}
