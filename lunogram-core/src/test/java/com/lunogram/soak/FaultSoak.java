package com.lunogram.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.lunogram.LunogramClient;
import com.lunogram.delivery.DeliveryControl;
import com.lunogram.delivery.DeliveryListener;
import com.lunogram.delivery.DeliveryStatus;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.delivery.Overflow;
import com.lunogram.delivery.UndeliveredWrite;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Publishes for a while to a {@link FaultyServer}, and checks that nothing is lost, out
 * of order or left over. It is a program of its own, so that its heap can be a small one:
 * its arguments are a seed and a number of seconds.
 */
final class FaultSoak {

	private static final int CAPACITY = 2_000;

	private static final long MAX_QUEUE_BYTES = 2 << 20;

	/** Long enough that only a server without an answer takes it. */
	private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

	/** So long that only what is wrong takes it. */
	private static final Duration LONG = Duration.ofMinutes(5);

	/** Those of the JDK's HTTP client are kept for a minute by the JDK itself. */
	private static final Pattern OURS = Pattern.compile("lunogram.*|soak.*|faulty.*|HttpClient-.*-SelectorManager");

	private final Ledger ledger = new Ledger();

	private FaultSoak() {
	}

	public static void main(String[] args) throws IOException {
		new FaultSoak().run(Long.parseLong(args[0]), Integer.parseInt(args[1]));
	}

	private void run(long seed, int seconds) throws IOException {
		try (FaultyServer server = new FaultyServer(this.ledger, seed)) {
			DeliveryStatus status = soak(server, seed, seconds);
			assertThat(this.ledger.faults()).isEmpty();
			assertThat(status.published()).isEqualTo(this.ledger.published());
			long undelivered = status.undelivered().values().stream().mapToLong(Long::longValue).sum();
			assertThat(undelivered).isEqualTo(this.ledger.setAside());
			assertThat(status.delivered() + undelivered).isEqualTo(status.published());
			assertThat(status.queued()).isZero();
			assertThat(status.queuedBytes()).isZero();
			assertThat(status.parked()).isZero();
			assertThat(status.oldestAge()).isZero();
			System.out.printf(
					"%d writes in %d requests, %d of them repeated, %d set aside, %d arrived again; faults: %s%n",
					status.published(), status.requests(), status.retries(), undelivered, this.ledger.repeats(),
					server.counts());
		}
		Awaitility.await().atMost(LONG).untilAsserted(() -> {
			// The JDK's client ends when it is collected.
			System.gc();
			assertThat(threads()).isEmpty();
		});
		System.gc();
		Runtime runtime = Runtime.getRuntime();
		System.out.printf("%d MB of heap in the end%n", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
	}

	private DeliveryStatus soak(FaultyServer server, long seed, int seconds) {
		DeliveryListener listener = new DeliveryListener() {

			@Override
			public void onUndelivered(UndeliveredWrite write) {
				FaultSoak.this.ledger.undelivered(write);
			}

		};
		try (LunogramClient client = LunogramClient.builder()
			.apiKey("sk_test")
			.baseUrl(server.url())
			.readTimeout(READ_TIMEOUT)
			.maxRequestsPerMinute(1_000_000)
			.build();
				LunogramPublisher publisher = LunogramPublisher.memory(client)
					.maxEvents(100)
					.linger(Duration.ofMillis(50))
					.queueCapacity(CAPACITY)
					.maxQueueBytes(MAX_QUEUE_BYTES)
					.overflow(Overflow.BLOCK)
					.blockTimeout(LONG)
					.listener(listener)
					.build()) {
			DeliveryControl control = Objects.requireNonNull(publisher.control());
			CompletableFuture<Void> traffic = new Traffic(publisher, this.ledger).start(seed, seconds);
			while (!traffic.isDone()) {
				DeliveryStatus status = control.status();
				assertThat(status.queued()).isLessThanOrEqualTo(CAPACITY);
				assertThat(status.queuedBytes()).isLessThanOrEqualTo(MAX_QUEUE_BYTES);
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
			}
			traffic.join();
			server.calm();
			assertThat(publisher.flush(LONG)).isTrue();
			return control.status();
		}
	}

	private static Set<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> OURS.matcher(name).matches())
			.collect(Collectors.toSet());
	}

}
