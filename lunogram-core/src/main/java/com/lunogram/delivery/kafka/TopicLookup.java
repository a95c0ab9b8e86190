package com.lunogram.delivery.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Looks which topics there are. To ask a producer or a consumer would make them.
 */
final class TopicLookup {

	private static final long LOOK_AGAIN_MILLIS = 100;

	private final Map<String, Object> properties = new HashMap<>();

	private final Duration timeout;

	/**
	 * With the settings of other clients, as far as they are meant for this one too.
	 */
	TopicLookup(Map<String, Object> properties, Duration timeout) {
		this.properties.putAll(properties);
		this.properties.keySet().retainAll(AdminClientConfig.configNames());
		this.properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
		this.properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
		this.timeout = timeout;
	}

	/**
	 * Which of some topics are not there, and do not come in time either.
	 */
	List<String> missing(List<String> topics) {
		long end = System.nanoTime() + this.timeout.toNanos();
		try (Admin admin = Admin.create(this.properties)) {
			List<String> missing = missing(admin, topics);
			while (!missing.isEmpty() && System.nanoTime() - end < 0) {
				Thread.sleep(LOOK_AGAIN_MILLIS);
				missing = missing(admin, topics);
			}
			return missing;
		}
		catch (InterruptedException ex) {
			throw new InterruptException(ex);
		}
	}

	private static List<String> missing(Admin admin, List<String> topics) throws InterruptedException {
		List<String> missing = new ArrayList<>();
		Map<String, KafkaFuture<TopicDescription>> described = admin.describeTopics(topics).topicNameValues();
		for (String topic : topics) {
			try {
				Objects.requireNonNull(described.get(topic)).get();
			}
			catch (ExecutionException ex) {
				if (!(ex.getCause() instanceof UnknownTopicOrPartitionException)) {
					throw new KafkaException(ex.getCause());
				}
				missing.add(topic);
			}
		}
		return missing;
	}

}
