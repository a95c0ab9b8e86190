package com.lunogram.spring.boot.autoconfigure;

import com.lunogram.delivery.LunogramPublisher;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for Lunogram.
 */
@AutoConfiguration(after = SslAutoConfiguration.class,
		afterName = { "org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration",
				"org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration",
				"org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration" })
@Import({ LunogramClientConfiguration.class, LunogramHttpClientConfiguration.class,
		LunogramRestClientConfiguration.class, LunogramDeliveryConfiguration.class })
@ImportRuntimeHints(LunogramRuntimeHints.class)
public final class LunogramAutoConfiguration {

	/**
	 * What is there instead of everything else when Lunogram is switched off, so that
	 * whatever publishes can stay as it is.
	 */
	@Bean
	@ConditionalOnBooleanProperty(name = "lunogram.enabled", havingValue = false)
	@ConditionalOnMissingBean(LunogramPublisher.class)
	DisabledLunogramPublisher lunogramPublisher() {
		return new DisabledLunogramPublisher();
	}

}
