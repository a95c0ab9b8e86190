package com.lunogram.spring.boot.autoconfigure;

import com.lunogram.customerio.CustomerIoConfigurationException;
import com.lunogram.customerio.CustomerIoTrackClient;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.mirror.CustomerIoMapping;
import com.lunogram.mirror.CustomerIoMirror;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The way to Customer.io of what is published to Lunogram. Its queue is as large as
 * Lunogram's, but never makes a caller wait.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "lunogram.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("lunogram.customerio.mirror")
class CustomerIoMirrorConfiguration {

	@Bean
	MirrorDelivery customerIoMirrorDelivery(LunogramProperties properties, CustomerIoProperties customerIo,
			ObjectProvider<CustomerIoTrackClient> clients, ObjectProvider<CustomerIoMapping> mappings,
			ObjectProvider<ObservationRegistry> observationRegistry) {
		CustomerIoTrackClient client = clients.getIfUnique();
		if (client == null) {
			throw new CustomerIoConfigurationException("mirror", "is true, but there is no client to mirror with",
					"Set lunogram.customerio.site-id and lunogram.customerio.track-api-key, or mark one of several"
							+ " CustomerIoTrackClient beans as primary.");
		}
		CustomerIoMapping mapping = mappings.getIfAvailable(() -> (write) -> write);
		CustomerIoMirror mirror = new CustomerIoMirror(client, mapping, customerIo.objectTypeId());
		LunogramProperties.Delivery delivery = properties.delivery();
		LunogramPublisher publisher = LunogramPublisher.memory(mirror)
			.queueCapacity(delivery.queue().capacity())
			.maxQueueBytes(delivery.queue().maxSize().toBytes())
			.maxEvents(delivery.batch().maxEvents())
			.maxBatchBytes(Math.min(delivery.batch().maxSize().toBytes(), CustomerIoMirror.MAX_BATCH_BYTES))
			.linger(delivery.batch().linger())
			.maxAttempts(delivery.retry().maxAttempts())
			.shutdownTimeout(delivery.shutdownTimeout())
			.observationRegistry(observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP))
			.build();
		return new MirrorDelivery(mirror, publisher);
	}

}
