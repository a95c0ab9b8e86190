package com.lunogram.delivery.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

import com.lunogram.delivery.PendingWrite;
import com.lunogram.delivery.UndeliveredWrite;
import com.lunogram.delivery.WriteStream.AppendOutcome;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;

/**
 * Sends writes to the topic, and those that cannot be delivered to that of dead letters.
 */
final class TopicWriter {

	private final String topic;

	private final WriteRecords records;

	private final Producers producers;

	private final DeadLetterTopic deadLetters;

	private final Acknowledgements acknowledgements = new Acknowledgements();

	/**
	 * While nothing gets through, one thread at a time finds out whether it does again.
	 */
	private final Semaphore probe = new Semaphore(1);

	private volatile boolean failing;

	TopicWriter(String topic, String deadLetterTopic, WriteRecords records, Producers producers) {
		this.topic = topic;
		this.deadLetters = new DeadLetterTopic(deadLetterTopic, records, producers);
		this.records = records;
		this.producers = producers;
	}

	/** What our producers are set up with. */
	Map<String, Object> properties() {
		return this.producers.properties();
	}

	boolean isInTransaction() {
		return this.producers.isInTransaction();
	}

	void append(List<PendingWrite> writes, AppendOutcome outcome) {
		if (this.producers.isInTransaction()) {
			appendInTransaction(writes, outcome);
			return;
		}
		CompletableFuture<RecordMetadata> sent = null;
		for (PendingWrite write : writes) {
			// Those after one that was not taken would be out of order.
			if (sent == null || !sent.isCompletedExceptionally()) {
				sent = send(this.records.write(this.topic, write));
			}
			this.acknowledgements.await(sent, (failure) -> outcome.appended(write, cause(failure)));
		}
	}

	/** What fails is for whoever runs the transaction, which then cannot be committed. */
	private void appendInTransaction(List<PendingWrite> writes, AppendOutcome outcome) {
		boolean told = this.producers.afterCommit(() -> writes.forEach((write) -> outcome.appended(write, null)));
		for (PendingWrite write : writes) {
			this.acknowledgements.await(this.producers.sendInTransaction(this.records.write(this.topic, write)),
					(failure) -> {
						if (failure == null && !told) {
							outcome.appended(write, null);
						}
					});
		}
	}

	private CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> written) {
		boolean probing = this.failing;
		if (probing && !this.probe.tryAcquire()) {
			return CompletableFuture.failedFuture(new KafkaException("Kafka takes nothing at present"));
		}
		CompletableFuture<RecordMetadata> future;
		try {
			future = this.producers.send(written);
			this.failing = false;
		}
		catch (RuntimeException ex) {
			// No other failure says anything about the next one.
			this.failing = cause(ex) instanceof org.apache.kafka.common.errors.TimeoutException;
			future = CompletableFuture.failedFuture(ex);
		}
		finally {
			if (probing) {
				this.probe.release();
			}
		}
		return future;
	}

	private static @Nullable Throwable cause(@Nullable Throwable failure) {
		return (failure != null) ? NestedExceptionUtils.getMostSpecificCause(failure) : null;
	}

	/**
	 * Waits until all that was sent before is acknowledged, or has failed.
	 * @return whether that is so
	 */
	boolean awaitAcknowledged(Duration timeout) throws InterruptedException {
		return this.acknowledgements.awaitAll(timeout);
	}

	/**
	 * The last place in each partition that this instance is known to have written to.
	 */
	Map<Integer, Long> written() {
		return this.acknowledgements.written();
	}

	/** Returns when all are safe. */
	void setAside(List<UndeliveredWrite> writes) {
		this.deadLetters.add(writes);
	}

	UnreadableRecords.Sent setAside(ConsumerRecord<byte[], byte[]> unreadable, @Nullable String message) {
		return this.deadLetters.send(unreadable, (message != null) ? message : "")::isSafe;
	}

	void close() {
		this.producers.close();
	}

}
