package com.lunogram.delivery;

import java.time.Clock;
import java.util.concurrent.ThreadFactory;

import com.lunogram.http.Pacer;

/**
 * Publishers that share a stream.
 */
final class StreamFixture extends DeliveryFixture {

	ThreadFactory threads = new DaemonThreads().named("lunogram-delivery");

	StreamPublisher publisher(WriteStream stream) {
		return closing(new StreamPublisher(stream, this.threads, settings(), backoff(), this::send, reports(),
				Clock.systemUTC(), System::nanoTime, new Pacer(RATE)));
	}

}
