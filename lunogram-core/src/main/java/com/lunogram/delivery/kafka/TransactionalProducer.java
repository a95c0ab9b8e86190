package com.lunogram.delivery.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferSerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.SendResult;

/**
 * Sends records with the application's own producers, as keys and values of the type that
 * its serializers take.
 */
final class TransactionalProducer {

	private static final Logger logger = LoggerFactory.getLogger(TransactionalProducer.class);

	private static final Map<String, Function<byte[], Object>> TYPES = Map.of(StringSerializer.class.getName(),
			(bytes) -> new String(bytes, StandardCharsets.UTF_8), ByteArraySerializer.class.getName(), (bytes) -> bytes,
			ByteBufferSerializer.class.getName(), ByteBuffer::wrap);

	private final KafkaTemplate<Object, Object> template;

	private final Function<byte[], Object> key;

	private final Function<byte[], Object> value;

	/** Whether the application's producers may not go by the key. */
	private final boolean partitioned;

	private TransactionalProducer(ProducerFactory<Object, Object> factory, Function<byte[], Object> key,
			Function<byte[], Object> value) {
		this.template = Producers.template(factory);
		this.key = key;
		this.value = value;
		this.partitioned = !Collections.disjoint(factory.getConfigurationProperties().keySet(), Producers.PARTITIONING);
	}

	/**
	 * For an application's producers.
	 * @return {@code null} if their serializers don't take what we send
	 */
	@SuppressWarnings("unchecked") // the types are those that the serializers take
	static @Nullable TransactionalProducer of(ProducerFactory<?, ?> factory) {
		String keys = serializer(factory.getKeySerializerSupplier(), factory,
				ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG);
		String values = serializer(factory.getValueSerializerSupplier(), factory,
				ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);
		Function<byte[], Object> key = TYPES.get(keys);
		Function<byte[], Object> value = TYPES.get(values);
		if (key == null || value == null) {
			logger
				.warn("What is published to Lunogram takes no part in transactions of Kafka, as the serializers {} and"
						+ " {} take neither strings nor bytes", keys, values);
			return null;
		}
		return new TransactionalProducer((ProducerFactory<Object, Object>) factory, key, value);
	}

	private static String serializer(@Nullable Supplier<? extends @Nullable Serializer<?>> supplier,
			ProducerFactory<?, ?> factory, String setting) {
		Serializer<?> given = (supplier != null) ? supplier.get() : null;
		if (given != null) {
			return given.getClass().getName();
		}
		Object configured = factory.getConfigurationProperties().get(setting);
		return (configured instanceof Class<?> type) ? type.getName() : String.valueOf(configured);
	}

	CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> written) {
		ProducerRecord<Object, Object> converted = new ProducerRecord<>(written.topic(), partition(written),
				this.key.apply(written.key()), this.value.apply(written.value()), written.headers());
		return this.template.send(converted).thenApply(SendResult::getRecordMetadata);
	}

	/**
	 * The one that Kafka's own partitioner takes for the key, as that of our own producer
	 * does; {@code null} if the application's is the same.
	 */
	private @Nullable Integer partition(ProducerRecord<byte[], byte[]> written) {
		if (!this.partitioned) {
			return null;
		}
		try {
			int partitions = this.template.partitionsFor(written.topic()).size();
			return Utils.toPositive(Utils.murmur2(written.key())) % partitions;
		}
		catch (KafkaException ex) {
			// Sending must fail too, as that is what keeps the transaction from being
			// committed without this.
			logger.debug("The partitions are not known", ex);
			return Integer.MAX_VALUE;
		}
	}

}
