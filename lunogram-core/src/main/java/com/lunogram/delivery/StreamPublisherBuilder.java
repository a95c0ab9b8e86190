package com.lunogram.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

import com.lunogram.LunogramClient;

/**
 * Builds a publisher that keeps writes in a stream and delivers them from there.
 */
public final class StreamPublisherBuilder extends PublisherBuilder<StreamPublisherBuilder> {

	private final WriteStream stream;

	private int windowCapacity = 10_000;

	private long maxWindowBytes = 32L * 1024 * 1024;

	StreamPublisherBuilder(LunogramClient client, WriteStream stream) {
		super(client);
		this.stream = stream;
	}

	@Override
	StreamPublisherBuilder self() {
		return this;
	}

	/**
	 * Sets how many of the stream's writes are in memory at most, give or take what the
	 * stream hands over at once. Writes that were delivered while an earlier one of their
	 * partition was not count too: they are the ones that would be sent again if the
	 * process died.
	 * @param windowCapacity 1 or more; 10,000 unless told otherwise
	 * @return this builder
	 */
	public StreamPublisherBuilder windowCapacity(int windowCapacity) {
		this.windowCapacity = windowCapacity;
		return this;
	}

	/**
	 * Sets how many bytes of JSON of the stream's writes are in memory at most, likewise.
	 * @param maxWindowBytes 1 or more; 32 MB unless told otherwise
	 * @return this builder
	 */
	public StreamPublisherBuilder maxWindowBytes(long maxWindowBytes) {
		this.maxWindowBytes = maxWindowBytes;
		return this;
	}

	/**
	 * Checks the settings and builds the publisher. It delivers from its
	 * {@link LunogramPublisher#start() start} or the first write on, if the stream is
	 * delivered by this instance at all.
	 * @return the publisher
	 * @throws IllegalArgumentException if a setting is out of its range
	 */
	public LunogramPublisher build() {
		atLeastOne(this.windowCapacity, "windowCapacity");
		atLeastOne(this.maxWindowBytes, "maxWindowBytes");
		DeliverySettings settings = settings(this.windowCapacity, this.maxWindowBytes, Overflow.BLOCK, Duration.ZERO);
		LongSupplier nanoTime = System::nanoTime;
		Clock clock = Clock.systemUTC();
		Reports reports = new Reports(listeners(), clock, nanoTime);
		return new StreamPublisher(this.stream, new DaemonThreads().named("lunogram-delivery"), settings, backoff(),
				sender(client(), observationRegistry(), reports), reports, clock, nanoTime, client().pacer());
	}

}
