package com.lunogram.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.List;

import com.lunogram.LunogramConfigurationException;
import com.lunogram.delivery.kafka.KafkaWriteStream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.NestedExceptionUtils;

/**
 * Looks at the start whether the topics are there, when those are made that are to be.
 * That Kafka cannot be reached then does not keep the application from starting.
 */
final class KafkaTopicCheck implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(KafkaTopicCheck.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private final KafkaWriteStream stream;

	private final boolean createTopics;

	KafkaTopicCheck(KafkaWriteStream stream, boolean createTopics) {
		this.stream = stream;
		this.createTopics = createTopics;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<String> missing = missing();
		if (!missing.isEmpty()) {
			String names = String.join(", ", missing);
			throw this.createTopics
					? new LunogramConfigurationException("kafka.create-topics",
							"is 'true', but these topics could not be created: " + names,
							"See what KafkaAdmin has logged above. The user may lack the right to create topics, or"
									+ " lunogram.kafka.replicas may be more than there are brokers.")
					: new LunogramConfigurationException("kafka.create-topics",
							"is 'false', and these topics are not there: " + names,
							"Set it to 'true', or create them otherwise before the application starts.");
		}
	}

	private List<String> missing() {
		try {
			return this.stream.missingTopics(TIMEOUT);
		}
		catch (KafkaException ex) {
			String setting = wrongSetting(ex);
			if (setting != null) {
				throw new LunogramConfigurationException("delivery.mode",
						"is 'kafka', but Kafka's clients cannot be set up: " + setting,
						"Correct spring.kafka.bootstrap-servers, or what else it names.");
			}
			logger.warn("Kafka does not tell whether the topics of {} are there: {}", this.stream,
					NestedExceptionUtils.getMostSpecificCause(ex).toString());
			return List.of();
		}
	}

	private static @Nullable String wrongSetting(KafkaException failure) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		return (cause instanceof ConfigException) ? cause.getMessage() : null;
	}

}
