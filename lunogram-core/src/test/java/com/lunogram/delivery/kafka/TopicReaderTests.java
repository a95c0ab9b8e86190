package com.lunogram.delivery.kafka;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import com.lunogram.delivery.DeliveryWindow;
import com.lunogram.delivery.StreamedWrite;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link TopicReader}, with a consumer that has no broker.
 */
class TopicReaderTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final TopicPartition PARTITION = new TopicPartition("t", 0);

	private final BrokerlessConsumers consumers = new BrokerlessConsumers(PARTITION);

	private final AtomicLong clock = new AtomicLong();

	private final List<Long> deadLetters = new CopyOnWriteArrayList<>();

	private final OpenWindow window = new OpenWindow();

	private volatile boolean deadLettersAway;

	private TopicReader reader() {
		return new TopicReader(this.consumers, Thread::new, Duration.ofMillis(50), "t", "g",
				new WriteRecords(Clock.systemUTC()), new UnreadableRecords(this::setAside, this.clock::get),
				this.window, new Handled("t", System::nanoTime));
	}

	private UnreadableRecords.Sent setAside(ConsumerRecord<byte[], byte[]> record, @Nullable String message) {
		if (this.deadLettersAway) {
			throw new KafkaException("away");
		}
		this.deadLetters.add(record.offset());
		return (timeout) -> true;
	}

	/** Records that are no writes, for the next poll. */
	private void send(MockConsumer<byte[], byte[]> consumer, int from, int to) {
		consumer.schedulePollTask(() -> {
			for (int i = from; i < to; i++) {
				consumer.addRecord(new ConsumerRecord<>("t", 0, i, null, new byte[0]));
			}
		});
	}

	@Test
	void readsNoMoreWhileManyThatAreNoWritesWait() {
		this.deadLettersAway = true;
		TopicReader reader = reader();
		reader.start();
		try {
			MockConsumer<byte[], byte[]> consumer = this.consumers.made.get(0);
			send(consumer, 0, 499);
			await().atMost(LONG).until(() -> consumer.position(PARTITION) == 499);
			await().during(Duration.ofMillis(500)).atMost(LONG).until(() -> consumer.paused().isEmpty());
			send(consumer, 499, 600);
			await().atMost(LONG).until(() -> consumer.paused().contains(PARTITION));
			this.deadLettersAway = false;
			this.clock.addAndGet(Duration.ofSeconds(5).toNanos());
			await().atMost(LONG).until(() -> this.deadLetters.size() == 600);
			await().atMost(LONG).until(() -> consumer.paused().isEmpty());
		}
		finally {
			reader.stop();
		}
	}

	@Test
	void goesOnAfterAnErrorInItsThreadWhereTheGroupLeftOff() {
		TopicReader reader = reader();
		reader.start();
		try {
			MockConsumer<byte[], byte[]> consumer = this.consumers.made.get(0);
			await().atMost(LONG).until(() -> consumer.assignment().contains(PARTITION));
			consumer.schedulePollTask(() -> {
				throw new OutOfMemoryError("unable to create native thread");
			});
			await().atMost(LONG).until(() -> this.consumers.made.size() == 2);
			assertThat(this.window.forgotten).containsExactly(0);
			await().atMost(LONG).until(() -> this.window.breakages.get() == 1 && !this.window.broken);
			send(this.consumers.made.get(1), 0, 1);
			await().atMost(LONG).until(() -> this.deadLetters.contains(0L));
		}
		finally {
			reader.stop();
		}
	}

	/**
	 * Wants whatever there is, and has delivered it.
	 */
	private static final class OpenWindow implements DeliveryWindow {

		private final List<Integer> forgotten = new CopyOnWriteArrayList<>();

		private final AtomicInteger breakages = new AtomicInteger();

		private volatile boolean broken;

		@Override
		public void add(List<StreamedWrite> writes) {
			// They are delivered.
		}

		@Override
		public boolean wantsMore() {
			return true;
		}

		@Override
		public @Nullable Long firstOpen(int partition) {
			return null;
		}

		@Override
		public void confirm(Duration validity) {
			// It delivers whatever it gets.
		}

		@Override
		public void share(double share) {
			// Likewise.
		}

		@Override
		public boolean halt(Duration timeout) {
			return true;
		}

		@Override
		public void forget(Collection<Integer> partitions) {
			this.forgotten.addAll(partitions);
		}

		@Override
		public void broken(Throwable cause) {
			this.broken = true;
			this.breakages.incrementAndGet();
		}

		@Override
		public void mended() {
			this.broken = false;
		}

	}

}
