package com.lunogram.delivery.kafka;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;

import org.springframework.core.NestedExceptionUtils;

/**
 * A dead letter on its way to its topic; if it is too large, as much of it as is not. For
 * one thread.
 */
final class SentDeadLetter {

	private final ProducerRecord<byte[], byte[]> record;

	private final WriteRecords records;

	private final Producers producers;

	private CompletableFuture<RecordMetadata> sent;

	private boolean smaller;

	/**
	 * Sends it.
	 * @throws KafkaException if that fails at once
	 */
	SentDeadLetter(ProducerRecord<byte[], byte[]> record, WriteRecords records, Producers producers) {
		this.record = record;
		this.records = records;
		this.producers = producers;
		this.sent = send(record);
	}

	private CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> some) {
		try {
			return this.producers.send(some);
		}
		// What fails at once is thrown, and by Spring as an exception of its own.
		catch (RuntimeException ex) {
			if (isTooLarge(ex)) {
				return CompletableFuture.failedFuture(ex);
			}
			throw failure(ex);
		}
	}

	/** For the producer, or for the broker. */
	private static boolean isTooLarge(Exception failure) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		return cause instanceof RecordTooLargeException || cause instanceof RecordBatchTooLargeException;
	}

	/**
	 * Waits until it is there.
	 * @return {@code false} if that is not known when the time is up; it may be asked
	 * again
	 * @throws KafkaException if it will not be there
	 */
	boolean isSafe(Duration timeout) {
		try {
			await(System.nanoTime() + timeout.toNanos());
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw failure(ex);
		}
		catch (ExecutionException ex) {
			throw failure(ex);
		}
	}

	private void await(long end) throws InterruptedException, ExecutionException, TimeoutException {
		try {
			this.sent.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			if (this.smaller || !isTooLarge(ex)) {
				throw ex;
			}
			this.smaller = true;
			this.sent = send(this.records.smaller(this.record));
			await(end);
		}
	}

	private KafkaException failure(Exception ex) {
		return new KafkaException("A dead letter could not be sent to " + this.record.topic() + ": "
				+ NestedExceptionUtils.getMostSpecificCause(ex), ex);
	}

}
