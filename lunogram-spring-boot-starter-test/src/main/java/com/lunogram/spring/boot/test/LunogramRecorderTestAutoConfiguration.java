package com.lunogram.spring.boot.test;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.spring.HeldEventObserver;
import com.lunogram.spring.boot.autoconfigure.LunogramAutoConfiguration;
import com.lunogram.spring.boot.autoconfigure.LunogramClientBuilderCustomizer;
import com.lunogram.spring.boot.autoconfigure.LunogramConnectionDetails;
import com.lunogram.spring.boot.autoconfigure.LunogramEnrichers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of what
 * {@link AutoConfigureLunogramRecorder @AutoConfigureLunogramRecorder} brings.
 */
@AutoConfiguration(after = LunogramServerTestAutoConfiguration.class, before = LunogramAutoConfiguration.class)
final class LunogramRecorderTestAutoConfiguration {

	@Bean
	RecordedWrites lunogramRecordedWrites() {
		return new RecordedWrites(new WriteLedger());
	}

	@Bean
	HeldEventObserver lunogramHeldEventObserver(RecordedWrites writes) {
		return writes.ledger();
	}

	/** It goes before a publisher of the application's own. */
	@Bean
	@Primary
	LunogramPublisher lunogramRecordingPublisher(RecordedWrites writes, ObjectProvider<LunogramEnrichers> enrichers,
			Environment environment) {
		boolean outbox = "outbox".equalsIgnoreCase(environment.getProperty("lunogram.delivery.mode"));
		LunogramPublisher recorder = new RecordingPublisher(writes.ledger(), outbox, getClass().getClassLoader());
		LunogramEnrichers available = enrichers.getIfAvailable();
		return (available != null) ? available.applyTo(recorder) : recorder;
	}

	/**
	 * What keeps the client from the network. A stand-in server is not on it.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(LunogramServer.class)
	static class OfflineConfiguration {

		@Bean
		@ConditionalOnMissingBean(LunogramConnectionDetails.class)
		OfflineConnectionDetails lunogramConnectionDetails() {
			return new OfflineConnectionDetails();
		}

		@Bean
		LunogramClientBuilderCustomizer lunogramOfflineCustomizer() {
			return (builder) -> builder.requestFactory(new OfflineRequestFactory());
		}

	}

}
