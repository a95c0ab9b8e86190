package com.lunogram.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

import com.lunogram.model.Write;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what would be sent, and sends nothing: for development.
 */
final class LoggingPublisher implements LunogramPublisher {

	private static final Logger logger = LoggerFactory.getLogger(LunogramPublisher.class);

	private final WriteSerializer serializer = new WriteSerializer();

	@Override
	public void publish(Collection<? extends Write> writes) {
		for (QueuedWrite write : this.serializer.serialize(writes)) {
			logger.info("{} {} {}", write.operation().method(), write.operation().path(),
					new String(write.json(), StandardCharsets.UTF_8));
		}
	}

	@Override
	public boolean offer(Duration timeout, Write... writes) {
		publish(List.of(writes));
		return true;
	}

	@Override
	public boolean flush(Duration timeout) {
		return true;
	}

	@Override
	public void close() {
		// There is nothing to close.
	}

}
