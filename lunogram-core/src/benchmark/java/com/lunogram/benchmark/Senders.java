package com.lunogram.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.net.SocketFactory;

import com.lunogram.LunogramClient;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.delivery.Overflow;
import com.lunogram.model.UserEvent;
import com.posthog.server.PostHog;
import com.posthog.server.PostHogCaptureOptions;
import com.posthog.server.PostHogConfig;
import com.posthog.server.PostHogInterface;
import com.segment.analytics.Analytics;
import com.segment.analytics.messages.TrackMessage;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Makes the clients under measurement. None loses anything for want of room.
 */
final class Senders {

	static final String LUNOGRAM = "lunogram";

	static final String SEGMENT = "segment";

	static final String POSTHOG = "posthog";

	/** So many requests a minute that the pace holds nothing back. */
	static final double UNPACED = 1e9;

	private static final int ROOM = 1_000_000;

	private static final int TIMEOUT_SECONDS = 15;

	private Senders() {
	}

	/**
	 * A client that sends to the given address.
	 * @param name one of the constants of this class
	 * @param address where it sends to
	 * @param batch how many events a request may carry; 0 for as the client comes
	 * @param roomy whether the queue holds whatever is offered; else ours holds as many
	 * as it does by default, and its callers wait for room. The peers' hold all, as
	 * theirs wait for none
	 */
	static Sender of(String name, URI address, int batch, boolean roomy) {
		return switch (name) {
			case LUNOGRAM -> lunogram(address, batch, roomy);
			case SEGMENT -> segment(address, batch);
			case POSTHOG -> posthog(address, batch);
			default -> throw new IllegalArgumentException("No client is called " + name);
		};
	}

	private static Sender lunogram(URI address, int batch, boolean roomy) {
		LunogramClient client = LunogramClient.builder()
			.apiKey("sk_benchmark")
			.baseUrl(address.toString())
			.maxRequestsPerMinute(UNPACED)
			.build();
		var builder = LunogramPublisher.memory(client)
			.overflow(Overflow.BLOCK)
			.blockTimeout(Duration.ofMinutes(2))
			.shutdownTimeout(Duration.ofMinutes(1));
		if (batch > 0) {
			builder.maxEvents(batch);
		}
		if (roomy) {
			builder.queueCapacity(ROOM).maxQueueBytes(1L << 30);
		}
		LunogramPublisher publisher = builder.build();
		return new Sender() {

			@Override
			public void send(String userId, Map<String, Object> data) {
				publisher.publish(UserEvent.builder(SampleEvent.NAME).user(userId).data(data).build());
			}

			@Override
			public void flush() {
				publisher.flush(Duration.ofMinutes(2));
			}

			@Override
			public void close() {
				publisher.close();
				client.close();
			}

		};
	}

	private static Sender segment(URI address, int batch) {
		Analytics.Builder builder = Analytics.builder("benchmark")
			.setUploadURL(address.resolve("/v1/import").toString());
		if (batch > 0) {
			// OkHttp leaves Nagle's algorithm on, which costs 40 ms a request; a user who
			// tunes batches turns it off.
			builder.client(noDelay()).flushQueueSize(batch);
		}
		Analytics analytics = builder.build();
		return new Sender() {

			@Override
			public void send(String userId, Map<String, Object> data) {
				analytics.enqueue(TrackMessage.builder(SampleEvent.NAME).userId(userId).properties(data));
			}

			@Override
			public void flush() {
				analytics.flush();
			}

			@Override
			public void close() {
				analytics.shutdown();
			}

		};
	}

	private static Sender posthog(URI address, int batch) {
		PostHogConfig.Builder builder = PostHogConfig.builder("benchmark")
			.host(address.toString())
			.preloadFeatureFlags(false)
			.sendFeatureFlagEvent(false)
			.maxQueueSize(ROOM);
		if (batch > 0) {
			builder.flushAt(batch).maxBatchSize(batch);
		}
		PostHogInterface posthog = PostHog.with(builder.build());
		return new Sender() {

			@Override
			public void send(String userId, Map<String, Object> data) {
				PostHogCaptureOptions options = PostHogCaptureOptions.builder().properties(data).build();
				posthog.capture(userId, SampleEvent.NAME, options);
			}

			@Override
			public void flush() {
				posthog.flush();
			}

			@Override
			public void close() {
				posthog.close();
			}

		};
	}

	private static OkHttpClient noDelay() {
		return new OkHttpClient.Builder().socketFactory(new NoDelaySocketFactory())
			.connectTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
			.readTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
			.build();
	}

	/**
	 * Makes sockets that don't wait for more to send.
	 */
	private static final class NoDelaySocketFactory extends SocketFactory {

		@Override
		public Socket createSocket() throws IOException {
			Socket socket = new Socket();
			socket.setTcpNoDelay(true);
			return socket;
		}

		@Override
		public Socket createSocket(@Nullable String host, int port) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Socket createSocket(@Nullable String host, int port, @Nullable InetAddress local, int localPort) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Socket createSocket(@Nullable InetAddress host, int port) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Socket createSocket(@Nullable InetAddress host, int port, @Nullable InetAddress local, int localPort) {
			throw new UnsupportedOperationException();
		}

	}

}
