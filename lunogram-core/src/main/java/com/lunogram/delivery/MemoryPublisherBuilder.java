package com.lunogram.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

import com.lunogram.LunogramClient;
import com.lunogram.http.Pacer;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Builds a publisher that queues in memory and delivers from one thread of its own.
 */
public final class MemoryPublisherBuilder extends PublisherBuilder<MemoryPublisherBuilder> {

	private final @Nullable DeliveryTarget target;

	private int queueCapacity = 10_000;

	private long maxQueueBytes = 32L * 1024 * 1024;

	private Overflow overflow = Overflow.DROP;

	private Duration blockTimeout = Duration.ofSeconds(1);

	MemoryPublisherBuilder(LunogramClient client) {
		super(client);
		this.target = null;
	}

	MemoryPublisherBuilder(DeliveryTarget target) {
		super();
		this.target = target;
	}

	@Override
	MemoryPublisherBuilder self() {
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
	 * Checks the settings and builds the publisher. Its thread starts with the first
	 * write.
	 * @return the publisher
	 * @throws IllegalArgumentException if a setting is out of its range
	 */
	public LunogramPublisher build() {
		atLeastOne(this.queueCapacity, "queueCapacity");
		atLeastOne(this.maxQueueBytes, "maxQueueBytes");
		notNegative(this.blockTimeout, "blockTimeout");
		DeliverySettings settings = settings(this.queueCapacity, this.maxQueueBytes, this.overflow, this.blockTimeout);
		List<DeliveryListener> listeners = List.copyOf(listeners());
		// Not when it is first used: that may be by anybody.
		DaemonThreads threads = new DaemonThreads();
		if (this.target != null) {
			return create(settings, listeners, this.target, observationRegistry(), threads);
		}
		LunogramClient client = client();
		ObservationRegistry observationRegistry = observationRegistry();
		return new DeferredPublisher(() -> create(settings, listeners, client, observationRegistry, threads));
	}

	private static MemoryPublisher create(DeliverySettings settings, List<DeliveryListener> listeners,
			LunogramClient client, ObservationRegistry observationRegistry, DaemonThreads threads) {
		LongSupplier nanoTime = System::nanoTime;
		Clock clock = Clock.systemUTC();
		Reports reports = new Reports(listeners, clock, nanoTime);
		return new MemoryPublisher(settings, backoff(), sender(client, observationRegistry, reports), reports, clock,
				nanoTime, client.pacer(), threads);
	}

	private static MemoryPublisher create(DeliverySettings settings, List<DeliveryListener> listeners,
			DeliveryTarget target, ObservationRegistry observationRegistry, DaemonThreads threads) {
		LongSupplier nanoTime = System::nanoTime;
		Clock clock = Clock.systemUTC();
		Pacer pacer = new Pacer(target.maxRequestsPerMinute());
		Reports reports = new Reports(target.name(), listeners, clock, nanoTime);
		Sender sender = new ObservedSender(new ForeignSender(target, pacer), observationRegistry, reports,
				target.observationName(), (operation) -> "batch");
		return new MemoryPublisher(new ForeignSnapshots(target), threads.named("lunogram-mirror"), settings, backoff(),
				sender, reports, clock, nanoTime, pacer);
	}

}
