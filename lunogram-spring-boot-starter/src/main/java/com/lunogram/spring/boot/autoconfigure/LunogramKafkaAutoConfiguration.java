package com.lunogram.spring.boot.autoconfigure;

import java.util.Map;
import java.util.Optional;

import com.lunogram.LunogramConfigurationException;
import com.lunogram.delivery.WriteStream;
import com.lunogram.delivery.kafka.KafkaWriteStream;
import com.lunogram.delivery.kafka.KafkaWriteStreamBuilder;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.util.ObjectUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for delivery through Kafka.
 */
@AutoConfiguration(before = LunogramAutoConfiguration.class,
		afterName = "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration")
@ConditionalOnClass(KafkaTemplate.class)
@ConditionalOnBooleanProperty(name = "lunogram.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "lunogram.delivery.mode", havingValue = "kafka")
@ConditionalOnMissingBean(WriteStream.class)
@EnableConfigurationProperties(LunogramKafkaProperties.class)
public final class LunogramKafkaAutoConfiguration {

	private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

	@Bean
	KafkaWriteStream lunogramWriteStream(ListableBeanFactory beanFactory, LunogramKafkaProperties properties) {
		ProducerFactory<?, ?> producers = find(beanFactory, ProducerFactory.class);
		if (ObjectUtils.isEmpty(producers.getConfigurationProperties().get(BOOTSTRAP_SERVERS))) {
			throw new LunogramConfigurationException("delivery.mode",
					"is 'kafka', but the ProducerFactory knows no server", "Set spring.kafka.bootstrap-servers.");
		}
		KafkaWriteStreamBuilder builder = KafkaWriteStream.builder(producers)
			.topic(properties.topic())
			.groupId(properties.groupId())
			.maxBlock(properties.maxBlock());
		return (properties.relay() ? builder.relay(find(beanFactory, ConsumerFactory.class)) : builder).build();
	}

	@Bean
	KafkaTopicCheck lunogramTopicCheck(KafkaWriteStream stream, LunogramKafkaProperties properties) {
		return new KafkaTopicCheck(stream, properties.createTopics());
	}

	private static <T> T find(ListableBeanFactory beanFactory, Class<T> type) {
		String[] names = beanFactory.getBeanNamesForType(type);
		if (names.length == 0) {
			throw new LunogramConfigurationException("delivery.mode",
					"is 'kafka', but there is no " + type.getSimpleName(),
					"Add spring-boot-starter-kafka and set spring.kafka.bootstrap-servers, define such a bean, or"
							+ " choose another mode.");
		}
		T found = beanFactory.getBeanProvider(type).getIfUnique();
		if (found == null) {
			throw new LunogramConfigurationException("delivery.mode",
					"is 'kafka', and there are several " + type.getSimpleName() + " beans, none of them primary",
					"Make one of these primary: " + String.join(", ", names) + ".");
		}
		return found;
	}

	/**
	 * The topics, for those who don't create them otherwise.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("lunogram.kafka.create-topics")
	static class Topics {

		@Bean
		KafkaAdmin.NewTopics lunogramTopics(LunogramKafkaProperties properties) {
			return new KafkaAdmin.NewTopics(topic(properties.topic(), properties),
					topic(properties.deadLetterTopic(), properties));
		}

		private static NewTopic topic(String name, LunogramKafkaProperties properties) {
			// Whatever is the brokers' default: of one person, compaction keeps one
			// write.
			return new NewTopic(name, Optional.ofNullable(properties.partitions()),
					Optional.ofNullable(properties.replicas()))
				.configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE));
		}

	}

}
