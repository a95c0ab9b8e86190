package com.lunogram.spring.boot.autoconfigure;

import com.lunogram.delivery.LunogramPublisher;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the metrics of delivery.
 */
@AutoConfiguration(after = LunogramAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "lunogram.enabled", matchIfMissing = true)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnSingleCandidate(LunogramPublisher.class)
public final class LunogramMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	LunogramDeliveryMetrics lunogramDeliveryMetrics(LunogramPublisher publisher) {
		return new LunogramDeliveryMetrics(publisher.control());
	}

	@Bean
	@ConditionalOnBean(MirrorDelivery.class)
	CustomerIoMirrorMetrics customerIoMirrorMetrics(MirrorDelivery mirror) {
		return new CustomerIoMirrorMetrics(mirror);
	}

	/** The publisher is built with it, so that it must not need the publisher. */
	@Bean
	@ConditionalOnMissingBean
	static LunogramBatchMetrics lunogramBatchMetrics() {
		return new LunogramBatchMetrics();
	}

}
