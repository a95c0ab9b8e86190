package com.lunogram.delivery.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.lunogram.delivery.UndeliveredWrite;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;

import org.springframework.core.NestedExceptionUtils;

/**
 * The topic of dead letters. Whatever is added is safe when that returns; if it is not, a
 * {@link KafkaException} is thrown.
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

	void add(List<UndeliveredWrite> writes) {
		addAll(writes.stream().map((write) -> this.records.deadLetter(this.name, write)).toList());
	}

	void add(ConsumerRecord<byte[], byte[]> unreadable, String message) {
		addAll(List.of(this.records.deadLetter(this.name, unreadable, message)));
	}

	private void addAll(List<ProducerRecord<byte[], byte[]>> deadLetters) {
		try {
			List<CompletableFuture<RecordMetadata>> sent = deadLetters.stream().map(this::send).toList();
			long end = System.nanoTime() + TIMEOUT;
			for (int i = 0; i < sent.size(); i++) {
				if (isTooLarge(sent.get(i), end)) {
					await(this.producers.send(this.records.smaller(deadLetters.get(i))), end);
				}
			}
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

	private CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> deadLetter) {
		try {
			return this.producers.send(deadLetter);
		}
		catch (RuntimeException ex) {
			if (isTooLarge(ex)) {
				return CompletableFuture.failedFuture(ex);
			}
			// The others would fail too, each after a while.
			throw ex;
		}
	}

	private static boolean isTooLarge(CompletableFuture<RecordMetadata> sent, long end)
			throws InterruptedException, ExecutionException, TimeoutException {
		try {
			await(sent, end);
			return false;
		}
		catch (ExecutionException ex) {
			if (isTooLarge(ex)) {
				return true;
			}
			throw ex;
		}
	}

	/** For the producer, or for the broker. */
	private static boolean isTooLarge(Exception failure) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		return cause instanceof RecordTooLargeException || cause instanceof RecordBatchTooLargeException;
	}

	private static void await(CompletableFuture<RecordMetadata> sent, long end)
			throws InterruptedException, ExecutionException, TimeoutException {
		sent.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
	}

}
