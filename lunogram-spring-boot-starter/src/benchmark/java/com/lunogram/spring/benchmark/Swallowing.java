package com.lunogram.spring.benchmark;

import java.time.Duration;
import java.util.Collection;

import com.lunogram.LunogramClient;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.Write;

import org.springframework.http.HttpStatus;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;

/**
 * Publishers that nothing leaves the process of.
 */
final class Swallowing {

	private static final int ROOM = 5_000_000;

	/** So many requests a minute that the pace holds nothing back. */
	private static final double UNPACED = 1e9;

	private Swallowing() {
	}

	static LunogramPublisher of(String kind) {
		return switch (kind) {
			case "none" -> new Nothing();
			case "memory" -> memory();
			default -> throw new IllegalArgumentException("No publisher is called " + kind);
		};
	}

	/** As in an application, but for the room, which a loop without pause needs. */
	private static LunogramPublisher memory() {
		LunogramClient client = LunogramClient.builder()
			.apiKey("sk_benchmark")
			.maxRequestsPerMinute(UNPACED)
			.requestFactory((uri, method) -> {
				MockClientHttpRequest request = new MockClientHttpRequest(method, uri);
				request.setResponse(new MockClientHttpResponse(new byte[0], HttpStatus.ACCEPTED));
				return request;
			})
			.build();
		return LunogramPublisher.memory(client).queueCapacity(ROOM).maxQueueBytes(Long.MAX_VALUE).build();
	}

	/**
	 * Takes everything and does nothing, so that what is left is what comes before.
	 */
	private static final class Nothing implements LunogramPublisher {

		@Override
		public void publish(Write... writes) {
			// The array would not be there for a call that the compiler sees through.
		}

		@Override
		public void publish(Collection<? extends Write> writes) {
			// Nothing.
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
			// There is nothing to close.
		}

	}

}
