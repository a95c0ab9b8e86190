package com.lunogram.delivery;

import java.time.Duration;

import com.lunogram.http.Pacer;

/**
 * Publishers that share a store.
 */
final class OutboxFixture extends DeliveryFixture {

	Duration lease = Duration.ofSeconds(1);

	private final OutboxStore store;

	OutboxFixture(OutboxStore store) {
		this.store = store;
	}

	OutboxPublisher publisher() {
		OutboxSettings outbox = new OutboxSettings(Duration.ofMillis(200), this.lease, Duration.ofDays(30));
		return closing(OutboxPublisher.create(this.store, settings(), outbox, backoff(), this::send, reports(),
				System::nanoTime, new Pacer(RATE), new DaemonThreads()));
	}

}
