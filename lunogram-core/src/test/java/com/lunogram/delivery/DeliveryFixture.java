package com.lunogram.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.lunogram.model.Operation;
import com.lunogram.model.UserEvent;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;

/**
 * What publishers of any kind are made of, and a server that answers as told.
 */
class DeliveryFixture implements AutoCloseable {

	static final int RATE = 1_000_000;

	private static final Pattern LABEL = Pattern.compile("\"n\":\"([^\"]+)\"");

	/** What the server has taken, in order. */
	final List<String> taken = new CopyOnWriteArrayList<>();

	/** What each request carried. */
	final List<List<String>> requests = new CopyOnWriteArrayList<>();

	/** What was reported as not delivered. */
	final List<UndeliveredWrite> undelivered = new CopyOnWriteArrayList<>();

	/** What the server says to a request, before it takes it. */
	volatile Function<List<String>, @Nullable RuntimeException> server = (labels) -> null;

	/** Called in the thread that delivers, after each request that was taken. */
	volatile Runnable onDelivered = () -> {
	};

	Duration linger = Duration.ofMillis(10);

	Duration shutdownTimeout = Duration.ofSeconds(20);

	int maxEvents = 500;

	int maxAttempts = 10;

	int capacity = 10_000;

	private final List<LunogramPublisher> publishers = new ArrayList<>();

	static Write event(String label, String user) {
		return UserEvent.builder("tested").user(user).data("n", label).build();
	}

	/** Has it closed at the end. */
	<P extends LunogramPublisher> P closing(P publisher) {
		this.publishers.add(publisher);
		return publisher;
	}

	DeliverySettings settings() {
		return new DeliverySettings(this.maxEvents, 100_000, this.linger, this.capacity, 1 << 20, Overflow.BLOCK,
				Duration.ZERO, OnDoubt.RETRY, this.maxAttempts, this.shutdownTimeout);
	}

	Backoff backoff() {
		return new Backoff(Duration.ofMillis(2), Duration.ofMillis(50), Math::random);
	}

	Reports reports() {
		DeliveryListener listener = new DeliveryListener() {

			@Override
			public void onDelivered(Operation operation, int writes) {
				DeliveryFixture.this.onDelivered.run();
			}

			@Override
			public void onUndelivered(UndeliveredWrite write) {
				DeliveryFixture.this.undelivered.add(write);
			}

		};
		return new Reports(List.of(listener), Clock.systemUTC(), System::nanoTime);
	}

	void send(Operation operation, byte[] body) {
		List<String> labels = new ArrayList<>();
		Matcher matcher = LABEL.matcher(new String(body, StandardCharsets.UTF_8));
		while (matcher.find()) {
			labels.add(matcher.group(1));
		}
		this.requests.add(labels);
		RuntimeException failure = this.server.apply(labels);
		if (failure != null) {
			throw failure;
		}
		this.taken.addAll(labels);
	}

	@Override
	public void close() {
		this.publishers.forEach(LunogramPublisher::close);
	}

}
