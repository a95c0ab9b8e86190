package com.lunogram.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.Collection;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.Write;

/**
 * A publisher of the application's that delivers nothing.
 */
interface StubPublisher extends LunogramPublisher {

	@Override
	default void publish(Collection<? extends Write> writes) {
	}

	@Override
	default boolean offer(Duration timeout, Write... writes) {
		return false;
	}

	@Override
	default boolean flush(Duration timeout) {
		return true;
	}

}
