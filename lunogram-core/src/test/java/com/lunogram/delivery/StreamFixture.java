package com.lunogram.delivery;

import java.time.Clock;

import com.lunogram.http.Pacer;

/**
 * Publishers that share a stream.
 */
final class StreamFixture extends DeliveryFixture {

	StreamPublisher publisher(WriteStream stream) {
		return closing(new StreamPublisher(stream, settings(), backoff(), this::send, reports(), Clock.systemUTC(),
				System::nanoTime, new Pacer(RATE), new DaemonThreads()));
	}

}
