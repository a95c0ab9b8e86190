package com.lunogram.delivery.kafka;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Builds a stream that is a Kafka topic.
 */
public final class KafkaWriteStreamBuilder {

	/** Kafka's own limit. */
	private static final int MAX_TOPIC_LENGTH = 249;

	private final ProducerFactory<?, ?> producerFactory;

	private @Nullable ConsumerFactory<?, ?> consumerFactory;

	private String topic = KafkaWriteStream.DEFAULT_TOPIC;

	private String groupId = KafkaWriteStream.DEFAULT_GROUP_ID;

	private Duration maxBlock = Duration.ofSeconds(2);

	KafkaWriteStreamBuilder(ProducerFactory<?, ?> producerFactory) {
		this.producerFactory = producerFactory;
	}

	/**
	 * Makes this instance a relay, which delivers what is in the topic. Otherwise it only
	 * publishes.
	 * @param consumerFactory what the application's consumers are made by; ours take over
	 * its settings but for deserializers and those that durability hangs on
	 * @return this builder
	 */
	public KafkaWriteStreamBuilder relay(ConsumerFactory<?, ?> consumerFactory) {
		this.consumerFactory = consumerFactory;
		return this;
	}

	/**
	 * Sets the topic. Dead letters go to that of its name with
	 * {@value KafkaWriteStream#DEAD_LETTERS_SUFFIX} behind it.
	 * @param topic letters, digits, dots, underscores and hyphens, 236 at most;
	 * {@value KafkaWriteStream#DEFAULT_TOPIC} unless told otherwise
	 * @return this builder
	 */
	public KafkaWriteStreamBuilder topic(String topic) {
		this.topic = topic;
		return this;
	}

	/**
	 * Sets the consumer group that relays belong to, which share the topic's partitions.
	 * @param groupId the group; {@value KafkaWriteStream#DEFAULT_GROUP_ID} unless told
	 * otherwise
	 * @return this builder
	 */
	public KafkaWriteStreamBuilder groupId(String groupId) {
		this.groupId = groupId;
		return this;
	}

	/**
	 * Sets how long publishing waits at most when Kafka cannot be reached or takes too
	 * little, before the write is dropped. While nothing gets through, one thread at a
	 * time waits and others are told at once. In a transaction the application's own
	 * {@code max.block.ms} applies.
	 * @param maxBlock zero or more; 2 seconds unless told otherwise
	 * @return this builder
	 */
	public KafkaWriteStreamBuilder maxBlock(Duration maxBlock) {
		this.maxBlock = maxBlock;
		return this;
	}

	/**
	 * Checks the settings and builds the stream. It connects when it is first used.
	 * @return the stream
	 * @throws IllegalArgumentException if a setting is out of its range
	 */
	public KafkaWriteStream build() {
		int longest = MAX_TOPIC_LENGTH - KafkaWriteStream.DEAD_LETTERS_SUFFIX.length();
		if (!this.topic.matches("[A-Za-z0-9._-]{1," + longest + "}")) {
			throw new IllegalArgumentException("topic is no name that a topic can have");
		}
		if (this.groupId.isBlank()) {
			throw new IllegalArgumentException("groupId must not be blank");
		}
		if (this.maxBlock.isNegative()) {
			throw new IllegalArgumentException("maxBlock must not be negative");
		}
		return new KafkaWriteStream(this.producerFactory, this.consumerFactory, this.topic, this.groupId,
				this.maxBlock);
	}

}
