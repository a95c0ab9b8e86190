package com.lunogram.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import com.lunogram.LunogramClient;
import com.lunogram.delivery.DeliveryControl;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.UserEvent;

/**
 * The mode of this library that keeps what waits in memory.
 */
final class Memory implements Contender {

	private static final int ROOM = 2_000_000;

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private final StandInHandle standIn = StandInHandle.start();

	private final LunogramClient client = client(this.standIn);

	private final LunogramPublisher publisher = LunogramPublisher.memory(this.client)
		.queueCapacity(ROOM)
		.maxQueueBytes(Long.MAX_VALUE)
		.build();

	private final DeliveryControl control = Objects.requireNonNull(this.publisher.control());

	/** The pace of requests would hold all back alike. */
	static LunogramClient client(StandInHandle standIn) {
		return LunogramClient.builder()
			.apiKey("sk_benchmark")
			.baseUrl(standIn.address().toString())
			.maxRequestsPerMinute(1e9)
			.build();
	}

	static UserEvent event(int number) {
		return UserEvent.builder(SampleEvent.NAME)
			.user(SampleEvent.userId(number))
			.data(SampleEvent.data(number))
			.build();
	}

	@Override
	public void hold() {
		this.control.pause();
	}

	@Override
	public void insert(List<Integer> numbers) {
		this.publisher.publish(numbers.stream().map(Memory::event).toList());
	}

	@Override
	public double relay(int events) {
		this.standIn.reset(true);
		long begin = System.nanoTime();
		this.control.resume();
		if (this.standIn.await(events, PATIENCE) != events) {
			throw new IllegalStateException("Not all arrived: " + this.standIn.report());
		}
		double seconds = (System.nanoTime() - begin) / 1e9;
		this.control.pause();
		return seconds;
	}

	@Override
	public void close() {
		this.publisher.close();
		this.client.close();
		this.standIn.close();
	}

}
