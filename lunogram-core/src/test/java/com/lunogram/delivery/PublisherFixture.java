package com.lunogram.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.lunogram.http.Pacer;
import com.lunogram.model.Operation;
import com.lunogram.model.UserEvent;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;

/**
 * A publisher with its real thread, before a server that can hang.
 */
final class PublisherFixture implements DeliveryListener, AutoCloseable {

	private static final Pattern LABEL = Pattern.compile("\"n\":\"([^\"]+)\"");

	/** What the server took, in order. */
	final List<String> taken = Collections.synchronizedList(new ArrayList<>());

	/** What was reported, such as {@code e1 QUEUE_FULL}. */
	final List<String> undelivered = Collections.synchronizedList(new ArrayList<>());

	final AtomicInteger delivered = new AtomicInteger();

	final AtomicInteger requests = new AtomicInteger();

	int maxEvents = 500;

	Duration linger = Duration.ZERO;

	int capacity = 10_000;

	long maxBytes = 10_000_000;

	Overflow overflow = Overflow.DROP;

	Duration blockTimeout = Duration.ofMillis(200);

	Duration shutdownTimeout = Duration.ofMinutes(1);

	private final DaemonThreads daemonThreads = new DaemonThreads();

	ThreadFactory threads = (worker) -> this.daemonThreads.newThread(worker, "lunogram-delivery");

	/** Hears of everything first. */
	DeliveryListener listener = new DeliveryListener() {
	};

	/** What happens before an answer. */
	volatile Runnable server = () -> {
	};

	volatile @Nullable CountDownLatch hanging;

	private @Nullable MemoryPublisher publisher;

	synchronized MemoryPublisher publisher() {
		if (this.publisher == null) {
			DeliverySettings settings = new DeliverySettings(this.maxEvents, 100_000, this.linger, this.capacity,
					this.maxBytes, this.overflow, this.blockTimeout, OnDoubt.RETRY, 10, this.shutdownTimeout);
			Backoff backoff = new Backoff(Duration.ofMillis(2), Duration.ofMillis(50), Math::random);
			this.publisher = new MemoryPublisher(new LunogramSnapshots(), this.threads, settings, backoff, this::send,
					new Reports(List.of(this.listener, this), Clock.systemUTC(), System::nanoTime), Clock.systemUTC(),
					System::nanoTime, new Pacer(1_000_000));
		}
		return this.publisher;
	}

	static Write event(String label) {
		return event(label, label);
	}

	static Write event(String label, String user) {
		return UserEvent.builder("tested").user(user).data("n", label).build();
	}

	static Write[] events(String prefix, int count) {
		Write[] events = new Write[count];
		for (int i = 0; i < count; i++) {
			events[i] = event(prefix + i);
		}
		return events;
	}

	/** From now on requests get no answer until {@link #answer()}. */
	void hang() {
		this.hanging = new CountDownLatch(1);
	}

	/** Makes a request hang and waits for it to do so. */
	void hangWith(String label) throws InterruptedException {
		CountDownLatch reached = new CountDownLatch(1);
		hang();
		this.server = reached::countDown;
		publisher().publish(event(label));
		reached.await();
		this.server = () -> {
		};
	}

	void answer() {
		CountDownLatch latch = this.hanging;
		this.hanging = null;
		if (latch != null) {
			latch.countDown();
		}
	}

	private void send(Operation operation, byte[] body) {
		this.requests.incrementAndGet();
		this.server.run();
		CountDownLatch latch = this.hanging;
		if (latch != null) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw Failures.reset();
			}
		}
		Matcher matcher = LABEL.matcher(new String(body, StandardCharsets.UTF_8));
		while (matcher.find()) {
			this.taken.add(matcher.group(1));
		}
	}

	static @Nullable Thread worker() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("lunogram-delivery"))
			.findAny()
			.orElse(null);
	}

	@Override
	public void onDelivered(Operation operation, int writes) {
		this.delivered.addAndGet(writes);
	}

	@Override
	public void onUndelivered(UndeliveredWrite write) {
		Matcher matcher = LABEL.matcher(write.json());
		this.undelivered.add((matcher.find() ? matcher.group(1) : "?") + " " + write.reason());
	}

	@Override
	public void close() {
		answer();
		publisher().close();
	}

}
