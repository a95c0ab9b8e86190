package com.lunogram.delivery.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/**
 * Makes consumers of one partition, which know no broker.
 */
final class BrokerlessConsumers extends DefaultKafkaConsumerFactory<byte[], byte[]> {

	final List<MockConsumer<byte[], byte[]>> made = new CopyOnWriteArrayList<>();

	/** What comes of making one. */
	volatile @Nullable KafkaException failure;

	private final TopicPartition partition;

	BrokerlessConsumers(TopicPartition partition) {
		super(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1"), new ByteArrayDeserializer(),
				new ByteArrayDeserializer());
		this.partition = partition;
	}

	@Override
	protected Consumer<byte[], byte[]> createRawConsumer(Map<String, Object> properties) {
		KafkaException failed = this.failure;
		if (failed != null) {
			throw failed;
		}
		MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
		consumer.updateBeginningOffsets(Map.of(this.partition, 0L));
		consumer.updateEndOffsets(Map.of(this.partition, 0L));
		consumer.schedulePollTask(() -> consumer.rebalance(List.of(this.partition)));
		this.made.add(consumer);
		return consumer;
	}

}
