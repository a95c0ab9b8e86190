package com.lunogram.spring.boot.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
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
		LunogramRestClientConfiguration.class, LunogramEnricherConfiguration.class, LunogramDeliveryConfiguration.class,
		DisabledLunogramConfiguration.class })
@ImportRuntimeHints(LunogramRuntimeHints.class)
public final class LunogramAutoConfiguration {

}
