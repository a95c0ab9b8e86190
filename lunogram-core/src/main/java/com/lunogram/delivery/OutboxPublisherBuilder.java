package com.lunogram.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

import com.lunogram.LunogramClient;

/**
 * Builds a publisher that keeps writes in a store and delivers them from there.
 */
public final class OutboxPublisherBuilder extends PublisherBuilder<OutboxPublisherBuilder> {

	private static final Duration LEAST_LEASE = Duration.ofSeconds(1);

	private final OutboxStore store;

	private int windowCapacity = 10_000;

	private long maxWindowBytes = 32L * 1024 * 1024;

	private Duration pollInterval = Duration.ofSeconds(1);

	private Duration lease = Duration.ofSeconds(4);

	private Duration retention = Duration.ofDays(30);

	OutboxPublisherBuilder(LunogramClient client, OutboxStore store) {
		super(client);
		this.store = store;
	}

	@Override
	OutboxPublisherBuilder self() {
		return this;
	}

	/**
	 * Sets how many of the stored writes are in memory at most.
	 * @param windowCapacity 1 or more; 10,000 unless told otherwise
	 * @return this builder
	 */
	public OutboxPublisherBuilder windowCapacity(int windowCapacity) {
		this.windowCapacity = windowCapacity;
		return this;
	}

	/**
	 * Sets how many bytes of JSON of the stored writes are in memory, give or take a
	 * write.
	 * @param maxWindowBytes 1 or more; 32 MB unless told otherwise
	 * @return this builder
	 */
	public OutboxPublisherBuilder maxWindowBytes(long maxWindowBytes) {
		this.maxWindowBytes = maxWindowBytes;
		return this;
	}

	/**
	 * Sets how long at most it takes to see what another instance has stored. What this
	 * one stores is seen at once.
	 * @param pollInterval more than zero; 1 second unless told otherwise
	 * @return this builder
	 */
	public OutboxPublisherBuilder pollInterval(Duration pollInterval) {
		this.pollInterval = pollInterval;
		return this;
	}

	/**
	 * Sets how long after the death of the instance that delivers another one takes over.
	 * @param lease 1 second or more; 4 seconds unless told otherwise
	 * @return this builder
	 */
	public OutboxPublisherBuilder lease(Duration lease) {
		this.lease = lease;
		return this;
	}

	/**
	 * Sets how long dead letters are kept.
	 * @param retention more than zero; 30 days unless told otherwise
	 * @return this builder
	 */
	public OutboxPublisherBuilder retention(Duration retention) {
		this.retention = retention;
		return this;
	}

	/**
	 * Checks the settings and builds the publisher. It delivers from its
	 * {@link LunogramPublisher#start() start} or the first write on.
	 * @return the publisher
	 * @throws IllegalArgumentException if a setting is out of its range
	 */
	public LunogramPublisher build() {
		atLeastOne(this.windowCapacity, "windowCapacity");
		atLeastOne(this.maxWindowBytes, "maxWindowBytes");
		positive(this.pollInterval, "pollInterval");
		positive(this.retention, "retention");
		if (this.lease.compareTo(LEAST_LEASE) < 0) {
			throw new IllegalArgumentException("lease must be 1 second or more");
		}
		DeliverySettings settings = settings(this.windowCapacity, this.maxWindowBytes, Overflow.BLOCK, Duration.ZERO);
		OutboxSettings outbox = new OutboxSettings(this.pollInterval, this.lease, this.retention);
		LongSupplier nanoTime = System::nanoTime;
		Reports reports = new Reports(listeners(), Clock.systemUTC(), nanoTime);
		return OutboxPublisher.create(this.store, settings, outbox, backoff(),
				sender(client(), observationRegistry(), reports), reports, nanoTime, client().pacer(),
				new DaemonThreads());
	}

}
