package com.lunogram.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.lunogram.http.JsonCodec;
import com.lunogram.http.RequestWriter;
import com.lunogram.model.UserEvent;
import tools.jackson.databind.json.JsonMapper;

/**
 * The least that the work could cost: no queue, no thread, no order, no failures.
 */
final class Floors {

	/** Posts bodies that were made before. */
	static final String READY = "ready bodies";

	/**
	 * Makes each event, serialises it with Jackson, and posts a batch when it is full.
	 */
	static final String LOOP = "plain loop";

	private static final int BODIES = 20;

	private Floors() {
	}

	static Sender ready(URI address, int batch) {
		List<byte[]> bodies = new ArrayList<>();
		RequestWriter writer = new RequestWriter(new JsonCodec());
		for (int body = 0; body < BODIES; body++) {
			List<byte[]> events = new ArrayList<>();
			for (int i = 0; i < batch; i++) {
				int number = body * batch + i;
				events.add(writer.write(UserEvent.builder(SampleEvent.NAME)
					.user(SampleEvent.userId(number))
					.data(SampleEvent.data(number))
					.build()));
			}
			bodies.add(JsonCodec.array(events));
		}
		return new Floor(address, batch) {

			@Override
			public void send(String userId, Map<String, Object> data) {
				throw new UnsupportedOperationException();
			}

			@Override
			public void sendAll(int events) {
				for (int i = 0; i < events / batch; i++) {
					post(bodies.get(i % BODIES));
				}
			}

		};
	}

	static Sender loop(URI address, int batch) {
		JsonMapper mapper = JsonMapper.builder().build();
		return new Floor(address, batch) {

			private List<byte[]> waiting = new ArrayList<>();

			@Override
			public void send(String userId, Map<String, Object> data) {
				Map<String, Object> event = Map.of("name", SampleEvent.NAME, "identifier",
						List.of(Map.of("external_id", userId)), "data", data);
				this.waiting.add(mapper.writeValueAsBytes(event));
				if (this.waiting.size() == batch) {
					flush();
				}
			}

			@Override
			public void flush() {
				if (!this.waiting.isEmpty()) {
					post(JsonCodec.array(this.waiting));
					this.waiting = new ArrayList<>();
				}
			}

		};
	}

	/**
	 * Posts with the HTTP client that the Lunogram client uses unless told otherwise, one
	 * request after the other.
	 */
	private abstract static class Floor implements Sender {

		private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

		private final URI uri;

		Floor(URI address, int batch) {
			if (batch < 1) {
				throw new IllegalArgumentException("A floor needs to know how many events a request carries");
			}
			this.uri = address.resolve("/api/client/users/events");
		}

		void post(byte[] body) {
			HttpRequest request = HttpRequest.newBuilder(this.uri)
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofByteArray(body))
				.build();
			try {
				this.client.send(request, HttpResponse.BodyHandlers.ofByteArray());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void flush() {
			// Nothing waits.
		}

		@Override
		public void close() {
			// Nothing waits.
		}

	}

}
