package com.lunogram.delivery.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records in the topic that are no writes, until they are in that of dead letters. For
 * the consumer's thread only.
 */
final class UnreadableRecords {

	private static final Logger logger = LoggerFactory.getLogger(UnreadableRecords.class);

	private static final long PAUSE = Duration.ofSeconds(5).toNanos();

	private static final long TURN = Duration.ofSeconds(1).toNanos();

	private static final int MANY = 500;

	/** So much less than the relay may go on without a word of the consumer's thread. */
	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final BiFunction<ConsumerRecord<byte[], byte[]>, @Nullable String, Sent> deadLetters;

	private final LongSupplier nanoTime;

	private final Deque<Unreadable> waiting = new ArrayDeque<>();

	private long nextAttempt;

	/**
	 * Creates the list.
	 * @param deadLetters sends a record and what is wrong with it
	 */
	UnreadableRecords(BiFunction<ConsumerRecord<byte[], byte[]>, @Nullable String, Sent> deadLetters,
			LongSupplier nanoTime) {
		this.deadLetters = deadLetters;
		this.nanoTime = nanoTime;
		this.nextAttempt = nanoTime.getAsLong();
	}

	void add(ConsumerRecord<byte[], byte[]> record, @Nullable String message) {
		this.waiting.add(new Unreadable(record, message));
	}

	/**
	 * The first one of a partition that is not yet safe; {@code null} if there is none.
	 */
	@Nullable Long first(TopicPartition partition) {
		return this.waiting.stream()
			.filter((unreadable) -> unreadable.isIn(partition))
			.map((unreadable) -> unreadable.record.offset())
			.findFirst()
			.orElse(null);
	}

	void forget(TopicPartition partition) {
		this.waiting.removeIf((unreadable) -> unreadable.isIn(partition));
	}

	/** Whether there are so many that no more should be read. */
	boolean areMany() {
		return this.waiting.size() >= MANY;
	}

	/**
	 * Sends what waits to the dead letters, as far as they take it and for a short time:
	 * the consumer has to ask again.
	 */
	void setAside() {
		long end = this.nanoTime.getAsLong() + TURN;
		while (!this.waiting.isEmpty() && this.nanoTime.getAsLong() - this.nextAttempt >= 0
				&& this.nanoTime.getAsLong() - end < 0) {
			setAside(this.waiting.element());
		}
	}

	private void setAside(Unreadable next) {
		try {
			if (!isSafe(next)) {
				throw new KafkaException("it is not acknowledged yet");
			}
			this.waiting.remove();
			logger.warn("A record at {}-{}@{} is no write to Lunogram, and is set aside: {}", next.record.topic(),
					next.record.partition(), next.record.offset(), next.message);
		}
		catch (KafkaException ex) {
			logger.warn("A record that is no write to Lunogram cannot be set aside now: {}", ex.toString());
			this.nextAttempt = this.nanoTime.getAsLong() + PAUSE;
		}
	}

	/** What is on its way is not sent again as long as it may still arrive. */
	private boolean isSafe(Unreadable next) {
		Sent sent = next.sent;
		if (sent == null) {
			sent = this.deadLetters.apply(next.record, next.message);
		}
		next.sent = null;
		boolean safe = sent.isSafe(PATIENCE);
		next.sent = sent;
		return safe;
	}

	/**
	 * A record on its way to the dead letters.
	 */
	@FunctionalInterface
	interface Sent {

		/**
		 * Waits until it is there.
		 * @return {@code false} if that is not known when the time is up
		 * @throws KafkaException if it will not be there
		 */
		boolean isSafe(Duration timeout);

	}

	private static final class Unreadable {

		private final ConsumerRecord<byte[], byte[]> record;

		private final @Nullable String message;

		/** Is {@code null} if it was not sent, or will not arrive. */
		private @Nullable Sent sent;

		Unreadable(ConsumerRecord<byte[], byte[]> record, @Nullable String message) {
			this.record = record;
			this.message = message;
		}

		boolean isIn(TopicPartition partition) {
			return this.record.partition() == partition.partition() && this.record.topic().equals(partition.topic());
		}

	}

}
