package com.lunogram.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.Collection;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.Write;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes everything and does nothing with it.
 */
final class DisabledLunogramPublisher implements LunogramPublisher {

	private static final Logger logger = LoggerFactory.getLogger(DisabledLunogramPublisher.class);

	DisabledLunogramPublisher() {
		logger.info("Lunogram is switched off by lunogram.enabled=false: nothing that is published will be sent");
	}

	@Override
	public void publish(Collection<? extends Write> writes) {
	}

	@Override
	public boolean offer(Duration timeout, Write... writes) {
		return true;
	}

	@Override
	public boolean flush(Duration timeout) {
		return true;
	}

	@Override
	public void close() {
	}

}
