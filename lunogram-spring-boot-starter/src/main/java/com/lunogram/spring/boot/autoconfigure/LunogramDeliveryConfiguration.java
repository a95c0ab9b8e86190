package com.lunogram.spring.boot.autoconfigure;

import java.util.Comparator;
import java.util.List;

import com.lunogram.LunogramClient;
import com.lunogram.delivery.DeliveryListener;
import com.lunogram.delivery.EventEnricher;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.delivery.MemoryPublisherBuilder;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Delivery of what is published.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "lunogram.enabled", matchIfMissing = true)
class LunogramDeliveryConfiguration {

	static final String PUBLISHER = "lunogramPublisher";

	@Bean(PUBLISHER)
	@ConditionalOnMissingBean
	LunogramPublisher lunogramPublisher(LunogramProperties properties, LunogramClient client,
			ObjectProvider<DeliveryListener> listeners, ObjectProvider<EventEnricher> enrichers,
			ObjectProvider<ObservationRegistry> observationRegistry) {
		LunogramPublisher publisher = switch (properties.delivery().mode()) {
			case MEMORY -> memory(properties.delivery(), client, listeners,
					observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP));
			case DIRECT -> LunogramPublisher.direct(client);
			case LOG -> LunogramPublisher.logging();
		};
		return LunogramPublisher.enriched(publisher, inOrder(enrichers));
	}

	/** The earlier one wins, so what the application says comes first. */
	private static List<EventEnricher> inOrder(ObjectProvider<EventEnricher> enrichers) {
		return enrichers.orderedStream()
			.sorted(Comparator.comparing((enricher) -> enricher instanceof BuiltInEnricher))
			.toList();
	}

	private static LunogramPublisher memory(LunogramProperties.Delivery delivery, LunogramClient client,
			ObjectProvider<DeliveryListener> listeners, ObservationRegistry observationRegistry) {
		LunogramProperties.Delivery.Batch batch = delivery.batch();
		LunogramProperties.Delivery.Queue queue = delivery.queue();
		MemoryPublisherBuilder builder = LunogramPublisher.memory(client)
			.maxEvents(batch.maxEvents())
			.maxBatchBytes(batch.maxSize().toBytes())
			.linger(batch.linger())
			.queueCapacity(queue.capacity())
			.maxQueueBytes(queue.maxSize().toBytes())
			.overflow(queue.overflow())
			.blockTimeout(queue.blockTimeout())
			.onDoubt(delivery.onDoubt())
			.maxAttempts(delivery.retry().maxAttempts())
			.shutdownTimeout(delivery.shutdownTimeout())
			.observationRegistry(observationRegistry);
		listeners.orderedStream().forEach(builder::listener);
		return builder.build();
	}

	@Bean
	@ConditionalOnBean(LunogramPublisher.class)
	LunogramDeliveryLifecycle lunogramDeliveryLifecycle(LunogramPublisher publisher, LunogramProperties properties) {
		return new LunogramDeliveryLifecycle(publisher, properties.delivery().shutdownTimeout());
	}

}
