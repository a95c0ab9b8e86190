package com.lunogram.delivery;

import java.time.Clock;

import com.lunogram.http.Pacer;
import org.junit.jupiter.api.AfterEach;

/**
 * Delivery from memory.
 */
class MemoryDeliveryTests extends DeliveryTests {

	private final DeliveryFixture fixture = new DeliveryFixture();

	@Override
	DeliveryFixture fixture() {
		return this.fixture;
	}

	@Override
	LunogramPublisher publisher() {
		return this.fixture.closing(new MemoryPublisher(this.fixture.settings(), this.fixture.backoff(),
				this.fixture::send, this.fixture.reports(), Clock.systemUTC(), System::nanoTime,
				new Pacer(DeliveryFixture.RATE), new DaemonThreads()));
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

}
