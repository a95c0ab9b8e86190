package com.lunogram.delivery.kafka;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

import org.springframework.core.NestedExceptionUtils;

/**
 * The topic of dead letters.
 */
final class DeadLetterTopic {

	private static final long SECONDS = 30;

	private final String name;

	private final Producers producers;

	DeadLetterTopic(String name, Producers producers) {
		this.name = name;
		this.producers = producers;
	}

	String name() {
		return this.name;
	}

	/**
	 * Returns when all are safe.
	 * @throws KafkaException if that is not possible now
	 */
	void add(List<ProducerRecord<byte[], byte[]>> deadLetters) {
		try {
			List<CompletableFuture<RecordMetadata>> sent = deadLetters.stream().map(this.producers::send).toList();
			CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).get(SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException("Interrupted while a dead letter was sent", ex);
		}
		// What fails at once is thrown, and by Spring as an exception of its own.
		catch (ExecutionException | TimeoutException | RuntimeException ex) {
			throw new KafkaException("A dead letter could not be sent to " + this.name + ": "
					+ NestedExceptionUtils.getMostSpecificCause(ex), ex);
		}
	}

}
