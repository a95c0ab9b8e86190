package com.lunogram.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import com.lunogram.LunogramClient;
import com.lunogram.LunogramConfigurationException;
import com.lunogram.delivery.DeliveryListener;
import com.lunogram.delivery.EventEnricher;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.delivery.MemoryPublisherBuilder;
import com.lunogram.delivery.OutboxPublisherBuilder;
import com.lunogram.delivery.OutboxStore;
import com.lunogram.delivery.PublisherBuilder;
import com.lunogram.delivery.StreamPublisherBuilder;
import com.lunogram.delivery.WriteStream;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

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
			ObjectProvider<OutboxStore> outboxStore, ObjectProvider<OutboxCustomizer> outboxCustomizer,
			ObjectProvider<WriteStream> writeStream, ObjectProvider<DeliveryListener> listeners,
			LunogramEnrichers enrichers, ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<MirrorDelivery> mirrors) {
		LunogramProperties.Delivery delivery = properties.delivery();
		LunogramPublisher publisher = switch (delivery.mode()) {
			case MEMORY -> common(memory(delivery, client), delivery, listeners, observationRegistry).build();
			case OUTBOX -> {
				OutboxPublisherBuilder builder = outbox(delivery, client, outboxStore.getIfAvailable());
				outboxCustomizer.ifAvailable((customizer) -> customizer.customize(builder));
				yield common(builder, delivery, listeners, observationRegistry).build();
			}
			case KAFKA ->
				common(kafka(delivery, client, writeStream.getIfAvailable()), delivery, listeners, observationRegistry)
					.build();
			case DIRECT -> LunogramPublisher.direct(client);
			case LOG -> LunogramPublisher.logging();
		};
		return enrichers.applyTo(mirrored(publisher, delivery.mode(), mirrors.getIfAvailable()));
	}

	/** What is only logged goes nowhere else either. */
	private static LunogramPublisher mirrored(LunogramPublisher publisher, LunogramProperties.Delivery.Mode mode,
			@Nullable MirrorDelivery mirror) {
		if (mirror == null || mode == LunogramProperties.Delivery.Mode.LOG) {
			return publisher;
		}
		// Who joins transactions has Spring's support of them.
		return LunogramPublisher.mirrored(publisher, mirror.publisher(), (task) -> new CommitExecutor().execute(task));
	}

	private static MemoryPublisherBuilder memory(LunogramProperties.Delivery delivery, LunogramClient client) {
		LunogramProperties.Delivery.Queue queue = delivery.queue();
		return LunogramPublisher.memory(client)
			.queueCapacity(queue.capacity())
			.maxQueueBytes(queue.maxSize().toBytes())
			.overflow(queue.overflow())
			.blockTimeout(queue.blockTimeout());
	}

	private static OutboxPublisherBuilder outbox(LunogramProperties.Delivery delivery, LunogramClient client,
			@Nullable OutboxStore store) {
		if (store == null) {
			throw new LunogramConfigurationException("delivery.mode",
					"is 'outbox', but Spring's support of databases is not on the class path",
					"Add spring-boot-starter-jdbc or spring-boot-starter-data-jpa and the driver of your database, or"
							+ " choose another mode.");
		}
		return LunogramPublisher.outbox(client, store)
			.windowCapacity(delivery.queue().capacity())
			.maxWindowBytes(delivery.queue().maxSize().toBytes());
	}

	private static StreamPublisherBuilder kafka(LunogramProperties.Delivery delivery, LunogramClient client,
			@Nullable WriteStream stream) {
		if (stream == null) {
			throw new LunogramConfigurationException("delivery.mode",
					"is 'kafka', but Spring's support of Kafka is not on the class path",
					"Add spring-boot-starter-kafka, or choose another mode.");
		}
		return LunogramPublisher.stream(client, stream)
			.windowCapacity(delivery.queue().capacity())
			.maxWindowBytes(delivery.queue().maxSize().toBytes());
	}

	private static <B extends PublisherBuilder<B>> B common(B builder, LunogramProperties.Delivery delivery,
			ObjectProvider<DeliveryListener> listeners, ObjectProvider<ObservationRegistry> observationRegistry) {
		LunogramProperties.Delivery.Batch batch = delivery.batch();
		for (DeliveryListener listener : listeners.orderedStream().toList()) {
			builder.listener(listener);
		}
		ObservationRegistry observations = observationRegistry.getIfUnique();
		if (observations != null) {
			builder.observationRegistry(observations);
		}
		return builder.maxEvents(batch.maxEvents())
			.maxBatchBytes(batch.maxSize().toBytes())
			.linger(batch.linger())
			.onDoubt(delivery.onDoubt())
			.maxAttempts(delivery.retry().maxAttempts())
			.shutdownTimeout(delivery.shutdownTimeout());
	}

	@Bean
	LunogramEnrichers lunogramEnrichers(LunogramProperties properties, Environment environment,
			ConfigurableListableBeanFactory beanFactory, ObjectProvider<EventEnricher> enrichers) {
		return new LunogramEnrichers(enrichers.orderedStream(),
				BuiltInEnrichers.of(properties.events(), environment, beanFactory));
	}

	@Bean
	LunogramDeliveryLifecycle lunogramDeliveryLifecycle(ListableBeanFactory beanFactory,
			LunogramProperties properties) {
		// Those of a parent context outlive this one.
		List<LunogramPublisher> own = new ArrayList<>(
				beanFactory.getBeansOfType(LunogramPublisher.class, false, false).values());
		if (own.size() > 1) {
			// It may wrap others, and still need them when it is closed.
			LunogramPublisher used = used(beanFactory);
			own.sort(Comparator.comparing((publisher) -> publisher != used));
		}
		return new LunogramDeliveryLifecycle(own, properties.delivery().shutdownTimeout());
	}

	/** The one that whoever asks for a publisher is given, if there is a choice. */
	private static @Nullable LunogramPublisher used(ListableBeanFactory beanFactory) {
		try {
			return beanFactory.getBeanProvider(LunogramPublisher.class).getIfUnique();
		}
		catch (NoUniqueBeanDefinitionException ex) {
			// Several are primary.
			return null;
		}
	}

}
