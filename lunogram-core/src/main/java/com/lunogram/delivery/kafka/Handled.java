package com.lunogram.delivery.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Up to where each partition is delivered or set aside, as far as this instance knows. Of
 * those that others deliver it asks the group only while somebody waits for them.
 */
final class Handled {

	private static final long ASK_INTERVAL = Duration.ofMillis(100).toNanos();

	private static final Duration ASK_TIMEOUT = Duration.ofSeconds(2);

	private final String topic;

	private final LongSupplier nanoTime;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Map<Integer, Long> handled = new HashMap<>();

	/** Where those who wait at present have written to. */
	private final List<Map<Integer, Long>> awaited = new ArrayList<>();

	private long nextAsk;

	Handled(String topic, LongSupplier nanoTime) {
		this.topic = topic;
		this.nanoTime = nanoTime;
		this.nextAsk = nanoTime.getAsLong();
	}

	/** For the consumer's thread, with what is known of its own partitions. */
	void update(Map<Integer, Long> own, Consumer<?, ?> consumer) {
		Set<TopicPartition> others = new HashSet<>();
		this.lock.lock();
		try {
			own.forEach(this::advance);
			if (!this.awaited.isEmpty() && this.nanoTime.getAsLong() - this.nextAsk >= 0) {
				this.awaited.forEach((written) -> missing(written).keySet()
					.stream()
					.filter((partition) -> !own.containsKey(partition))
					.forEach((partition) -> others.add(new TopicPartition(this.topic, partition))));
				this.nextAsk = this.nanoTime.getAsLong() + ASK_INTERVAL;
			}
		}
		finally {
			this.lock.unlock();
		}
		if (!others.isEmpty()) {
			committed(consumer.committed(others, ASK_TIMEOUT));
		}
	}

	private void committed(Map<TopicPartition, @Nullable OffsetAndMetadata> offsets) {
		this.lock.lock();
		try {
			offsets.forEach((partition, offset) -> {
				if (offset != null) {
					advance(partition.partition(), offset.offset());
				}
			});
		}
		finally {
			this.lock.unlock();
		}
	}

	/** What was delivered may be delivered again, but was delivered. */
	private void advance(Integer partition, Long offset) {
		this.handled.merge(partition, offset, Math::max);
		this.changed.signalAll();
	}

	private Map<Integer, Long> missing(Map<Integer, Long> written) {
		Map<Integer, Long> missing = new HashMap<>(written);
		missing.entrySet().removeIf((place) -> this.handled.getOrDefault(place.getKey(), 0L) > place.getValue());
		return missing;
	}

	/**
	 * Waits until what is at some places is delivered or set aside.
	 * @param written the places, by partition
	 * @return whether it is
	 */
	boolean await(Map<Integer, Long> written, Duration timeout) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			this.awaited.add(written);
			long left = TimeUnit.NANOSECONDS.convert(timeout);
			while (!missing(written).isEmpty()) {
				if (left <= 0) {
					return false;
				}
				left = this.changed.awaitNanos(left);
			}
			return true;
		}
		finally {
			this.awaited.remove(written);
			this.lock.unlock();
		}
	}

}
