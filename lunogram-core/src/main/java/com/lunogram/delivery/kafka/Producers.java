package com.lunogram.delivery.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.ProducerListener;
import org.springframework.kafka.support.SendResult;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Sends records: outside of transactions by a producer of our own, and within by the
 * application's, as only that one can be part of its transaction.
 */
final class Producers {

	/** Settings by which others than the key may decide on the partition. */
	static final Set<String> PARTITIONING = Set.of(ProducerConfig.PARTITIONER_CLASS_CONFIG,
			ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG);

	private static final int CLOSE_SECONDS = 10;

	private final DefaultKafkaProducerFactory<byte[], byte[]> ownFactory;

	private final KafkaTemplate<byte[], byte[]> own;

	private final ProducerFactory<?, ?> factory;

	/** Is {@code null} if the application's producers take part in no transaction. */
	private final @Nullable TransactionalProducer transactional;

	Producers(ProducerFactory<?, ?> factory, Duration maxBlock) {
		this.factory = factory;
		this.ownFactory = ownFactory(factory, maxBlock);
		this.own = template(this.ownFactory);
		this.transactional = factory.transactionCapable() ? TransactionalProducer.of(factory) : null;
	}

	private static DefaultKafkaProducerFactory<byte[], byte[]> ownFactory(ProducerFactory<?, ?> factory,
			Duration maxBlock) {
		Map<String, Object> properties = new HashMap<>(factory.getConfigurationProperties());
		properties.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
		properties.put(ProducerConfig.ACKS_CONFIG, "all");
		properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		// Idempotence wants some; how long it goes on is said by delivery.timeout.ms.
		properties.remove(ProducerConfig.RETRIES_CONFIG);
		// A broker takes whatever comes first from a producer that it does not know. With
		// several requests at once that may be the second one, if the first has failed
		// because the partition was not ready; it could never be repeated in its place.
		properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
		// The key alone is to decide, lest a person's writes are in several partitions.
		PARTITIONING.forEach(properties::remove);
		properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, maxBlock.toMillis());
		properties.computeIfPresent(ProducerConfig.CLIENT_ID_CONFIG, (key, id) -> id + "-lunogram");
		DefaultKafkaProducerFactory<byte[], byte[]> own = new DefaultKafkaProducerFactory<>(properties,
				ByteArraySerializer::new, ByteArraySerializer::new);
		own.setPhysicalCloseTimeout(CLOSE_SECONDS);
		copyListeners(factory, own);
		return own;
	}

	/** So that metrics of clients come with ours too. */
	@SuppressWarnings("unchecked") // they look at the producer, not at what it sends
	private static void copyListeners(ProducerFactory<?, ?> from, DefaultKafkaProducerFactory<byte[], byte[]> to) {
		((ProducerFactory<byte[], byte[]>) from).getListeners().forEach(to::addListener);
		((ProducerFactory<byte[], byte[]>) from).getPostProcessors().forEach(to::addPostProcessor);
	}

	/** What our own producers are set up with. */
	Map<String, Object> properties() {
		return this.ownFactory.getConfigurationProperties();
	}

	static <K, V> KafkaTemplate<K, V> template(ProducerFactory<K, V> factory) {
		KafkaTemplate<K, V> template = new KafkaTemplate<>(factory);
		// The default one logs what is in a record, which may be personal.
		template.setProducerListener(new ProducerListener<>() {
		});
		return template;
	}

	CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> written) {
		return this.own.send(written).thenApply(SendResult::getRecordMetadata);
	}

	/**
	 * Whether there is a transaction that a producer takes part in. One that has ended,
	 * but for what is called after its completion, does not count: nobody would end
	 * Kafka's.
	 */
	boolean isInTransaction() {
		return this.transactional != null && (TransactionSynchronizationManager.getResource(this.factory) != null
				|| (TransactionSynchronizationManager.isActualTransactionActive()
						&& TransactionSynchronizationManager.isSynchronizationActive()));
	}

	CompletableFuture<RecordMetadata> sendInTransaction(ProducerRecord<byte[], byte[]> written) {
		if (this.transactional == null) {
			throw new IllegalStateException("There is no transaction");
		}
		return this.transactional.send(written);
	}

	/**
	 * Has something done when the present transaction is committed.
	 * @return {@code false} if nobody will tell of that
	 */
	boolean afterCommit(Runnable action) {
		if (!TransactionSynchronizationManager.isSynchronizationActive()) {
			return false;
		}
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCompletion(int status) {
				if (status == STATUS_COMMITTED) {
					action.run();
				}
			}

		});
		return true;
	}

	void close() {
		this.ownFactory.destroy();
	}

}
