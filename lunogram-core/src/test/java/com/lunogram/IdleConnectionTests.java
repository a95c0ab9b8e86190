package com.lunogram;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import com.lunogram.http.RetryPolicy;
import com.lunogram.model.UserEvent;
import com.lunogram.support.HttpLibrary;
import com.lunogram.support.RawServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server closes connections that were idle for five seconds. A request that is sent
 * just then is lost, so that the client must not send one on such a connection.
 */
class IdleConnectionTests {

	private static final UserEvent EVENT = UserEvent.builder("e").user("u").build();

	/** How long a server keeps an idle connection. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	/** So long that only what is wrong takes it. */
	private static final Duration LONG = Duration.ofMinutes(1);

	private static final int[] IDLE_MILLIS = { 500, 3_900, 4_000, 4_100, 4_500, 4_900, 4_950, 4_990, 4_995, 5_000,
			5_001, 5_002, 5_005, 5_010, 5_050, 5_100, 5_500 };

	@Test
	void aRequestAfterAnyIdleTimeArrives() throws Exception {
		List<RawServer> servers = new ArrayList<>();
		List<LunogramClient> clients = new ArrayList<>();
		List<String> failures = new CopyOnWriteArrayList<>();
		CountDownLatch done = new CountDownLatch(HttpLibrary.values().length * IDLE_MILLIS.length);
		ExecutorService threads = Executors.newFixedThreadPool(16);
		try {
			for (HttpLibrary library : HttpLibrary.values()) {
				for (int idle : IDLE_MILLIS) {
					AtomicReference<OptionalLong> begun = new AtomicReference<>(OptionalLong.empty());
					RawServer server = RawServer.answering(202, PATIENCE, () -> Objects.requireNonNull(begun.get()));
					servers.add(server);
					LunogramClient client = library
						.use(LunogramClient.builder().apiKey("k").baseUrl(server.url()).retry(RetryPolicy.none()), LONG,
								LONG)
						.build();
					clients.add(client);
					// One to make a connection, and two after it has been idle.
					threads.execute(new Caller(3, () -> {
						begun.set(OptionalLong.of(System.nanoTime()));
						try {
							client.users().events().post(EVENT);
						}
						catch (LunogramException ex) {
							failures.add(library + " after " + idle + " ms: " + ex);
						}
						begun.set(OptionalLong.empty());
					}, CompletableFuture.delayedExecutor(idle, TimeUnit.MILLISECONDS, threads), done::countDown));
				}
			}
			assertThat(done.await(120, TimeUnit.SECONDS)).isTrue();
			assertThat(failures).isEmpty();
			assertThat(servers).flatMap(RawServer::idleBeforeReuse)
				.isNotEmpty()
				.allSatisfy((idle) -> assertThat(idle).isLessThan(Duration.ofMillis(4_900)));
		}
		finally {
			threads.shutdownNow();
			clients.forEach(LunogramClient::close);
			for (RawServer server : servers) {
				server.close();
			}
		}
	}

	@Test
	void connectionsAreReusedMeanwhile() throws Exception {
		long begin = System.nanoTime();
		try (RawServer server = RawServer.answering(202, LONG);
				LunogramClient client = LunogramClient.builder()
					.apiKey("k")
					.baseUrl(server.url())
					.connectTimeout(LONG)
					.readTimeout(LONG)
					.build()) {
			for (int i = 0; i < 50; i++) {
				client.users().events().post(EVENT);
			}
			// A new one is due every few seconds, and on a slow machine it takes some.
			long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
			assertThat(server.connections()).isLessThanOrEqualTo((int) (2 + seconds));
		}
	}

	/**
	 * Does something a few times, each time after the one before is over.
	 */
	private static final class Caller implements Runnable {

		private final Runnable call;

		private final Executor later;

		private final Runnable onEnd;

		private int left;

		Caller(int times, Runnable call, Executor later, Runnable onEnd) {
			this.left = times;
			this.call = call;
			this.later = later;
			this.onEnd = onEnd;
		}

		@Override
		public void run() {
			this.call.run();
			this.left--;
			if (this.left > 0) {
				this.later.execute(this);
			}
			else {
				this.onEnd.run();
			}
		}

	}

}
