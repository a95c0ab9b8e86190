package com.lunogram.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

import com.lunogram.LunogramClient;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * What all publishers that deliver in the background have in common. Their threads have
 * the context class loader of the thread that calls {@code build()}, and nothing else of
 * it or of any that publishes.
 *
 * @param <B> the builder itself
 */
public abstract sealed class PublisherBuilder<B extends PublisherBuilder<B>>
		permits MemoryPublisherBuilder, OutboxPublisherBuilder, StreamPublisherBuilder {

	private static final Duration INITIAL_BACKOFF = Duration.ofMillis(500);

	private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);

	private final @Nullable LunogramClient client;

	private final List<DeliveryListener> listeners = new ArrayList<>();

	private int maxEvents = 500;

	private long maxBatchBytes = 512 * 1024;

	private Duration linger = Duration.ofMillis(500);

	private OnDoubt onDoubt = OnDoubt.RETRY;

	private int maxAttempts = 10;

	private Duration shutdownTimeout = Duration.ofSeconds(20);

	private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

	PublisherBuilder(LunogramClient client) {
		this.client = client;
	}

	/** For what is not sent to Lunogram. */
	PublisherBuilder() {
		this.client = null;
	}

	/** This builder. */
	abstract B self();

	/**
	 * Sets how many events one request carries at most. Inbox messages are never more
	 * than 100.
	 * @param maxEvents 1 or more; 500 unless told otherwise
	 * @return this builder
	 */
	public B maxEvents(int maxEvents) {
		this.maxEvents = maxEvents;
		return self();
	}

	/**
	 * Sets how many bytes one request carries at most; a single larger write goes alone.
	 * @param maxBatchBytes 1 or more; 512 KB unless told otherwise
	 * @return this builder
	 */
	public B maxBatchBytes(long maxBatchBytes) {
		this.maxBatchBytes = maxBatchBytes;
		return self();
	}

	/**
	 * Sets how long a write waits for others to share its request.
	 * @param linger zero or more; 500 milliseconds unless told otherwise
	 * @return this builder
	 */
	public B linger(Duration linger) {
		this.linger = linger;
		return self();
	}

	/**
	 * Sets what happens to events when nobody can tell whether the server has them.
	 * @param onDoubt {@link OnDoubt#RETRY} unless told otherwise
	 * @return this builder
	 */
	public B onDoubt(OnDoubt onDoubt) {
		this.onDoubt = onDoubt;
		return self();
	}

	/**
	 * Sets how often a write is tried that fails while others get through.
	 * @param maxAttempts 1 or more; 10 unless told otherwise
	 * @return this builder
	 */
	public B maxAttempts(int maxAttempts) {
		this.maxAttempts = maxAttempts;
		return self();
	}

	/**
	 * Sets how long {@link LunogramPublisher#close()} goes on delivering.
	 * @param shutdownTimeout zero or more; 20 seconds unless told otherwise
	 * @return this builder
	 */
	public B shutdownTimeout(Duration shutdownTimeout) {
		this.shutdownTimeout = shutdownTimeout;
		return self();
	}

	/**
	 * Adds a listener.
	 * @param listener hears what becomes of writes
	 * @return this builder
	 */
	public B listener(DeliveryListener listener) {
		this.listeners.add(listener);
		return self();
	}

	/**
	 * Has each request observed as {@value ObservedSender#NAME}, with the keys
	 * {@code operation} and {@code outcome}.
	 * @param observationRegistry where observations go; nowhere unless told otherwise
	 * @return this builder
	 */
	public B observationRegistry(ObservationRegistry observationRegistry) {
		this.observationRegistry = observationRegistry;
		return self();
	}

	LunogramClient client() {
		return Objects.requireNonNull(this.client, "client");
	}

	List<DeliveryListener> listeners() {
		return this.listeners;
	}

	ObservationRegistry observationRegistry() {
		return this.observationRegistry;
	}

	static Sender sender(LunogramClient client, ObservationRegistry observationRegistry, Reports reports) {
		return new ObservedSender(client::send, observationRegistry, reports);
	}

	static Backoff backoff() {
		return new Backoff(INITIAL_BACKOFF, MAX_BACKOFF, () -> ThreadLocalRandom.current().nextDouble());
	}

	DeliverySettings settings(int capacity, long maxBytes, Overflow overflow, Duration blockTimeout) {
		atLeastOne(this.maxEvents, "maxEvents");
		atLeastOne(this.maxBatchBytes, "maxBatchBytes");
		atLeastOne(this.maxAttempts, "maxAttempts");
		notNegative(this.linger, "linger");
		notNegative(this.shutdownTimeout, "shutdownTimeout");
		return new DeliverySettings(this.maxEvents, this.maxBatchBytes, this.linger, capacity, maxBytes, overflow,
				blockTimeout, this.onDoubt, this.maxAttempts, this.shutdownTimeout);
	}

	static void atLeastOne(long value, String name) {
		if (value < 1) {
			throw new IllegalArgumentException(name + " must be 1 or more");
		}
	}

	static void notNegative(Duration value, String name) {
		if (value.isNegative()) {
			throw new IllegalArgumentException(name + " must not be negative");
		}
	}

	static void positive(Duration value, String name) {
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException(name + " must be more than zero");
		}
	}

}
