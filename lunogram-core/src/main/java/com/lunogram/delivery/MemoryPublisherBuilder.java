package com.lunogram.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

import com.lunogram.LunogramClient;
import io.micrometer.observation.ObservationRegistry;

/**
 * Builds a publisher that queues in memory and delivers from one thread of its own.
 */
public final class MemoryPublisherBuilder {

	private static final Duration INITIAL_BACKOFF = Duration.ofMillis(500);

	private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);

	private final LunogramClient client;

	private final List<DeliveryListener> listeners = new ArrayList<>();

	private int maxEvents = 500;

	private long maxBatchBytes = 512 * 1024;

	private Duration linger = Duration.ofMillis(500);

	private int queueCapacity = 10_000;

	private long maxQueueBytes = 32L * 1024 * 1024;

	private Overflow overflow = Overflow.DROP;

	private Duration blockTimeout = Duration.ofSeconds(1);

	private OnDoubt onDoubt = OnDoubt.RETRY;

	private int maxAttempts = 10;

	private Duration shutdownTimeout = Duration.ofSeconds(20);

	private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

	MemoryPublisherBuilder(LunogramClient client) {
		this.client = client;
	}

	/**
	 * Sets how many events one request carries at most. Inbox messages are never more
	 * than 100.
	 * @param maxEvents 1 or more; 500 unless told otherwise
	 * @return this builder
	 */
	public MemoryPublisherBuilder maxEvents(int maxEvents) {
		this.maxEvents = maxEvents;
		return this;
	}

	/**
	 * Sets how many bytes one request carries at most; a single larger write goes alone.
	 * @param maxBatchBytes 1 or more; 512 KB unless told otherwise
	 * @return this builder
	 */
	public MemoryPublisherBuilder maxBatchBytes(long maxBatchBytes) {
		this.maxBatchBytes = maxBatchBytes;
		return this;
	}

	/**
	 * Sets how long a write waits for others to share its request.
	 * @param linger zero or more; 500 milliseconds unless told otherwise
	 * @return this builder
	 */
	public MemoryPublisherBuilder linger(Duration linger) {
		this.linger = linger;
		return this;
	}

	/**
	 * Sets how many writes may wait.
	 * @param queueCapacity 1 or more; 10,000 unless told otherwise
	 * @return this builder
	 */
	public MemoryPublisherBuilder queueCapacity(int queueCapacity) {
		this.queueCapacity = queueCapacity;
		return this;
	}

	/**
	 * Sets how many bytes of JSON may wait.
	 * @param maxQueueBytes 1 or more; 32 MB unless told otherwise
	 * @return this builder
	 */
	public MemoryPublisherBuilder maxQueueBytes(long maxQueueBytes) {
		this.maxQueueBytes = maxQueueBytes;
		return this;
	}

	/**
	 * Sets what happens to a write that finds the queue full.
	 * @param overflow {@link Overflow#DROP} unless told otherwise
	 * @return this builder
	 */
	public MemoryPublisherBuilder overflow(Overflow overflow) {
		this.overflow = overflow;
		return this;
	}

	/**
	 * Sets how long a caller waits for room with {@link Overflow#BLOCK}.
	 * @param blockTimeout zero or more; 1 second unless told otherwise
	 * @return this builder
	 */
	public MemoryPublisherBuilder blockTimeout(Duration blockTimeout) {
		this.blockTimeout = blockTimeout;
		return this;
	}

	/**
	 * Sets what happens to events when nobody can tell whether the server has them.
	 * @param onDoubt {@link OnDoubt#RETRY} unless told otherwise
	 * @return this builder
	 */
	public MemoryPublisherBuilder onDoubt(OnDoubt onDoubt) {
		this.onDoubt = onDoubt;
		return this;
	}

	/**
	 * Sets how often a write is tried that fails while others get through.
	 * @param maxAttempts 1 or more; 10 unless told otherwise
	 * @return this builder
	 */
	public MemoryPublisherBuilder maxAttempts(int maxAttempts) {
		this.maxAttempts = maxAttempts;
		return this;
	}

	/**
	 * Sets how long {@link LunogramPublisher#close()} goes on delivering.
	 * @param shutdownTimeout zero or more; 20 seconds unless told otherwise
	 * @return this builder
	 */
	public MemoryPublisherBuilder shutdownTimeout(Duration shutdownTimeout) {
		this.shutdownTimeout = shutdownTimeout;
		return this;
	}

	/**
	 * Adds a listener.
	 * @param listener hears what becomes of writes
	 * @return this builder
	 */
	public MemoryPublisherBuilder listener(DeliveryListener listener) {
		this.listeners.add(listener);
		return this;
	}

	/**
	 * Has each request observed as {@value ObservedSender#NAME}, with the keys
	 * {@code operation} and {@code outcome}.
	 * @param observationRegistry where observations go; nowhere unless told otherwise
	 * @return this builder
	 */
	public MemoryPublisherBuilder observationRegistry(ObservationRegistry observationRegistry) {
		this.observationRegistry = observationRegistry;
		return this;
	}

	/**
	 * Checks the settings and builds the publisher. Its thread starts with the first
	 * write.
	 * @return the publisher
	 * @throws IllegalArgumentException if a setting is out of its range
	 */
	public LunogramPublisher build() {
		atLeastOne(this.maxEvents, "maxEvents");
		atLeastOne(this.maxBatchBytes, "maxBatchBytes");
		atLeastOne(this.queueCapacity, "queueCapacity");
		atLeastOne(this.maxQueueBytes, "maxQueueBytes");
		atLeastOne(this.maxAttempts, "maxAttempts");
		notNegative(this.linger, "linger");
		notNegative(this.blockTimeout, "blockTimeout");
		notNegative(this.shutdownTimeout, "shutdownTimeout");
		DeliverySettings settings = new DeliverySettings(this.maxEvents, this.maxBatchBytes, this.linger,
				this.queueCapacity, this.maxQueueBytes, this.overflow, this.blockTimeout, this.onDoubt,
				this.maxAttempts, this.shutdownTimeout);
		LongSupplier nanoTime = System::nanoTime;
		Backoff backoff = new Backoff(INITIAL_BACKOFF, MAX_BACKOFF, () -> ThreadLocalRandom.current().nextDouble());
		Reports reports = new Reports(this.listeners, Clock.systemUTC(), nanoTime);
		Sender sender = new ObservedSender(this.client::send, this.observationRegistry);
		return new MemoryPublisher(settings, backoff, sender, reports, nanoTime, this.client.pacer());
	}

	private static void atLeastOne(long value, String name) {
		if (value < 1) {
			throw new IllegalArgumentException(name + " must be 1 or more");
		}
	}

	private static void notNegative(Duration value, String name) {
		if (value.isNegative()) {
			throw new IllegalArgumentException(name + " must not be negative");
		}
	}

}
