package com.lunogram.delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import com.lunogram.LunogramClient;
import com.lunogram.model.Write;

/**
 * Sends in the caller's thread. What fails is thrown, so nothing is ever waiting.
 */
final class DirectPublisher implements LunogramPublisher {

	private final LunogramClient client;

	DirectPublisher(LunogramClient client) {
		this.client = client;
	}

	@Override
	public void publish(Collection<? extends Write> writes) {
		this.client.write(writes);
	}

	@Override
	public boolean offer(Duration timeout, Write... writes) {
		this.client.write(List.of(writes));
		return true;
	}

	@Override
	public boolean flush(Duration timeout) {
		return true;
	}

	@Override
	public void close() {
		// The client is not ours to close.
	}

}
