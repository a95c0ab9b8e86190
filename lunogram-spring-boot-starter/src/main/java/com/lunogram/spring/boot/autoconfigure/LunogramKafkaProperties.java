package com.lunogram.spring.boot.autoconfigure;

import java.time.Duration;

import com.lunogram.LunogramConfigurationException;
import com.lunogram.delivery.kafka.KafkaWriteStream;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be configured about delivery through Kafka. How Kafka is reached is a matter
 * of {@code spring.kafka}.
 *
 * @param topic Topic that writes wait in until they are delivered. What cannot be
 * delivered goes to the topic of the same name with '.dead-letters' behind it.
 * @param relay Whether this application delivers what is in the topic. If not, it only
 * publishes, and another one has to deliver.
 * @param groupId Consumer group of the applications that deliver.
 * @param maxBlock Maximum time that publishing waits when Kafka cannot be reached or
 * takes too little, before the write is dropped.
 * @param createTopics Whether the topics are created when the application starts.
 * @param partitions Number of partitions of a topic that is created. Without it, the
 * broker decides. No more instances than that can share the work.
 * @param replicas Number of replicas of a topic that is created. Without it, the broker
 * decides.
 */
@ConfigurationProperties("lunogram.kafka")
record LunogramKafkaProperties(@DefaultValue(KafkaWriteStream.DEFAULT_TOPIC) String topic,
		@DefaultValue("true") boolean relay, @DefaultValue(KafkaWriteStream.DEFAULT_GROUP_ID) String groupId,
		@DefaultValue("2s") Duration maxBlock, @DefaultValue("false") boolean createTopics,
		@Nullable Integer partitions, @Nullable Short replicas) {

	LunogramKafkaProperties {
		defined("topic", topic);
		defined("group-id", groupId);
		check(topic.matches("[A-Za-z0-9._-]{1,236}"), "topic", "is no name that a topic can have",
				"Use up to 236 letters, digits, dots, underscores and hyphens.");
		check(!groupId.isBlank(), "group-id", "is blank", "Give a name such as lunogram-relay, or leave it out.");
		check(!maxBlock.isNegative(), "max-block", "is negative", "Give a time such as 2s, or 0 for none.");
		check(partitions == null || partitions > 0, "partitions", "is less than 1",
				"Give a number of 1 or more, or leave it out.");
		check(replicas == null || replicas > 0, "replicas", "is less than 1",
				"Give a number of 1 or more, or leave it out.");
	}

	String deadLetterTopic() {
		return this.topic + KafkaWriteStream.DEAD_LETTERS_SUFFIX;
	}

	private static void defined(String setting, String value) {
		String undefined = Placeholders.undefined(value);
		check(undefined == null, setting, "refers to '" + undefined + "', which is not defined",
				"Define that, or leave the property out.");
	}

	private static void check(boolean right, String setting, String reason, String remedy) {
		if (!right) {
			throw new LunogramConfigurationException("kafka." + setting, reason, remedy);
		}
	}

}
