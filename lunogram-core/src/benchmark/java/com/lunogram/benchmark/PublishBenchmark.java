package com.lunogram.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import com.lunogram.LunogramClient;
import com.lunogram.delivery.DeliveryListener;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.delivery.UndeliveredWrite;
import com.lunogram.model.UserEvent;
import com.posthog.PostHogStateless;
import com.posthog.server.PostHog;
import com.posthog.server.PostHogCaptureOptions;
import com.posthog.server.PostHogConfig;
import com.segment.analytics.Analytics;
import com.segment.analytics.messages.TrackMessage;
import okhttp3.OkHttpClient;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.json.JsonMapper;

/**
 * What handing over an event costs its caller. Each client works in the background as it
 * always does, but its requests are answered within the process. Iterations are short and
 * queues large, so that nothing is dropped however far the background falls behind; it
 * catches up between two iterations.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 12, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 20, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = { "-Xmx4g", "-Xms4g" })
@SuppressWarnings("NullAway.Init") // JMH calls the setup first
public class PublishBenchmark {

	private static final int ROOM = 5_000_000;

	private static final int BATCH = 100;

	private static final String USER = SampleEvent.userId(1);

	/** Publishes an event that is ready, as {@code enqueue} and {@code capture} do. */
	@Benchmark
	public void lunogram(Lunogram lunogram) {
		lunogram.publisher.publish(lunogram.event);
	}

	/** Builds the event as well, out of the map that the others are given. */
	@Benchmark
	public void lunogramBuilt(Lunogram lunogram) {
		lunogram.publisher.publish(UserEvent.builder(SampleEvent.NAME).user(USER).data(lunogram.data).build());
	}

	/** The peer from Segment. */
	@Benchmark
	public void segment(Segment segment) {
		segment.analytics.enqueue(TrackMessage.builder(SampleEvent.NAME).userId(USER).properties(segment.data));
	}

	/** The peer from PostHog. */
	@Benchmark
	public void posthog(Posthog posthog) {
		posthog.posthog.capture(USER, SampleEvent.NAME, posthog.options);
	}

	/** The least that a snapshot costs: Jackson, and a queue of the JDK. */
	@Benchmark
	public void plain(Plain plain) {
		if (!plain.queue.offer(plain.mapper.writeValueAsBytes(plain.event))) {
			throw new IllegalStateException("The queue is full");
		}
	}

	/**
	 * Our publisher.
	 */
	@State(Scope.Benchmark)
	public static class Lunogram {

		final Map<String, Object> data = SampleEvent.data(1);

		final UserEvent event = UserEvent.builder(SampleEvent.NAME).user(USER).data(this.data).build();

		final LongAdder dropped = new LongAdder();

		LunogramPublisher publisher;

		@Setup
		public void open() {
			LunogramClient client = LunogramClient.builder()
				.apiKey("sk_benchmark")
				.requestFactory(SwallowedRequest::new)
				.maxRequestsPerMinute(Senders.UNPACED)
				.build();
			this.publisher = LunogramPublisher.memory(client)
				.queueCapacity(ROOM)
				.maxQueueBytes(Long.MAX_VALUE)
				.listener(new DeliveryListener() {

					@Override
					public void onUndelivered(UndeliveredWrite write) {
						Lunogram.this.dropped.increment();
					}

				})
				.build();
		}

		@TearDown(Level.Iteration)
		public void catchUp() {
			if (!this.publisher.flush(Duration.ofMinutes(1)) || this.dropped.sum() > 0) {
				throw new IllegalStateException(this.dropped + " events were dropped");
			}
		}

		@TearDown
		public void close() {
			this.publisher.close();
		}

	}

	/**
	 * Segment's client.
	 */
	@State(Scope.Benchmark)
	public static class Segment {

		final Map<String, Object> data = SampleEvent.data(1);

		final SwallowingInterceptor swallowing = new SwallowingInterceptor();

		Analytics analytics;

		@Setup
		public void open() {
			this.analytics = Analytics.builder("benchmark")
				.client(new OkHttpClient.Builder().addInterceptor(this.swallowing).build())
				.flushQueueSize(BATCH)
				.build();
		}

		@TearDown(Level.Iteration)
		public void catchUp() {
			this.analytics.flush();
			this.swallowing.awaitQuiet();
		}

		@TearDown
		public void close() {
			this.analytics.shutdown();
		}

	}

	/**
	 * PostHog's client.
	 */
	@State(Scope.Benchmark)
	public static class Posthog {

		final PostHogCaptureOptions options = PostHogCaptureOptions.builder().properties(SampleEvent.data(1)).build();

		final SwallowingInterceptor swallowing = new SwallowingInterceptor();

		PostHog posthog;

		@Setup
		public void open() throws ReflectiveOperationException {
			PostHogConfig settings = PostHogConfig.builder("benchmark")
				.preloadFeatureFlags(false)
				.sendFeatureFlagEvent(false)
				.maxQueueSize(ROOM)
				.flushAt(BATCH)
				.maxBatchSize(BATCH)
				.build();
			// Only the inner configuration takes an HTTP client, and javac does not see
			// the way there.
			Object inner = PostHogConfig.class.getMethod("asCoreConfig$posthog_server").invoke(settings);
			com.posthog.PostHogConfig config = (com.posthog.PostHogConfig) inner;
			config.setHttpClient(new OkHttpClient.Builder().addInterceptor(this.swallowing).build());
			this.posthog = new PostHog();
			((PostHogStateless) this.posthog).setup(config);
		}

		@TearDown(Level.Iteration)
		public void catchUp() {
			this.posthog.flush();
			this.swallowing.awaitQuiet();
		}

		@TearDown
		public void close() {
			this.posthog.close();
		}

	}

	/**
	 * No client at all.
	 */
	@State(Scope.Benchmark)
	public static class Plain {

		final Map<String, Object> event = Map.of("name", SampleEvent.NAME, "identifier",
				List.of(Map.of("external_id", USER)), "data", SampleEvent.data(1));

		final JsonMapper mapper = JsonMapper.builder().build();

		final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(ROOM);

		@Setup
		public void open() {
			Thread thread = new Thread(this::drain);
			thread.setDaemon(true);
			thread.start();
		}

		private void drain() {
			try {
				while (true) {
					this.queue.take();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
