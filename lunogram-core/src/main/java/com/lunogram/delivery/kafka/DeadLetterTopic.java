package com.lunogram.delivery.kafka;

import java.time.Duration;
import java.util.List;

import com.lunogram.delivery.UndeliveredWrite;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * The topic of dead letters.
 */
final class DeadLetterTopic {

	private static final long TIMEOUT = Duration.ofSeconds(30).toNanos();

	private final String name;

	private final WriteRecords records;

	private final Producers producers;

	DeadLetterTopic(String name, WriteRecords records, Producers producers) {
		this.name = name;
		this.records = records;
		this.producers = producers;
	}

	/**
	 * Returns when all are safe.
	 * @throws KafkaException if they are not
	 */
	void add(List<UndeliveredWrite> writes) {
		// If one fails at once, the others would fail too, each after a while.
		List<SentDeadLetter> sent = writes.stream()
			.map((write) -> send(this.records.deadLetter(this.name, write)))
			.toList();
		long end = System.nanoTime() + TIMEOUT;
		for (SentDeadLetter letter : sent) {
			if (!letter.isSafe(Duration.ofNanos(end - System.nanoTime()))) {
				throw new KafkaException("A dead letter that was sent to " + this.name + " is not acknowledged");
			}
		}
	}

	/**
	 * Sends what is no write.
	 * @throws KafkaException if that fails at once
	 */
	SentDeadLetter send(ConsumerRecord<byte[], byte[]> unreadable, String message) {
		return send(this.records.deadLetter(this.name, unreadable, message));
	}

	private SentDeadLetter send(ProducerRecord<byte[], byte[]> deadLetter) {
		return new SentDeadLetter(deadLetter, this.records, this.producers);
	}

}
