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
import java.util.function.Consumer;

import com.lunogram.LunogramClient;
import com.lunogram.http.JsonCodec;
import com.lunogram.http.RequestWriter;
import com.lunogram.model.Operation;
import com.lunogram.model.UserEvent;
import tools.jackson.databind.json.JsonMapper;

/**
 * The least that the work could cost: no queue, no thread, no order, no failures.
 */
final class Floors {

	/** Posts bodies that were made before, with the JDK's HTTP client. */
	static final String READY = "ready bodies";

	/** The same with the HTTP client that the Lunogram client is made of. */
	static final String SAME_CLIENT = "ready bodies, same client";

	/**
	 * Makes each event, serialises it with Jackson, and posts a batch when it is full.
	 */
	static final String LOOP = "plain loop";

	private static final int BODIES = 20;

	private Floors() {
	}

	static Sender ready(URI address, int batch) {
		return new ReadyBodies(batch, plain(address));
	}

	static Sender sameClient(URI address, int batch) {
		LunogramClient client = LunogramClient.builder()
			.apiKey("sk_benchmark")
			.baseUrl(address.toString())
			.maxRequestsPerMinute(Senders.UNPACED)
			.build();
		return new ReadyBodies(batch, (body) -> client.send(Operation.POST_USER_EVENTS, body));
	}

	private static List<byte[]> bodies(int batch) {
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
		return bodies;
	}

	static Sender loop(URI address, int batch) {
		JsonMapper mapper = JsonMapper.builder().build();
		Consumer<byte[]> post = plain(address);
		return new Sender() {

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
					post.accept(JsonCodec.array(this.waiting));
					this.waiting = new ArrayList<>();
				}
			}

			@Override
			public void close() {
				// Nothing waits.
			}

		};
	}

	private static Consumer<byte[]> plain(URI address) {
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		URI uri = address.resolve("/api/client/users/events");
		return (body) -> {
			HttpRequest request = HttpRequest.newBuilder(uri)
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofByteArray(body))
				.build();
			try {
				client.send(request, HttpResponse.BodyHandlers.ofByteArray());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		};
	}

	/**
	 * Posts the same few bodies over and over, one request after the other.
	 */
	private static final class ReadyBodies implements Sender {

		private final int batch;

		private final List<byte[]> bodies;

		private final Consumer<byte[]> post;

		ReadyBodies(int batch, Consumer<byte[]> post) {
			if (batch < 1) {
				throw new IllegalArgumentException("A floor needs to know how many events a request carries");
			}
			this.batch = batch;
			this.bodies = bodies(batch);
			this.post = post;
		}

		@Override
		public void send(String userId, Map<String, Object> data) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void sendAll(int events) {
			for (int i = 0; i < events / this.batch; i++) {
				this.post.accept(this.bodies.get(i % BODIES));
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
