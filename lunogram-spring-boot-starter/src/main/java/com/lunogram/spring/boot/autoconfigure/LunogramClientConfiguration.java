package com.lunogram.spring.boot.autoconfigure;

import com.lunogram.LunogramClient;
import com.lunogram.LunogramClientBuilder;
import com.lunogram.http.RetryPolicy;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The client.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "lunogram.enabled", matchIfMissing = true)
@EnableConfigurationProperties(LunogramProperties.class)
class LunogramClientConfiguration {

	static final String CLIENT = "lunogramClient";

	@Bean
	@ConditionalOnMissingBean(LunogramConnectionDetails.class)
	PropertiesLunogramConnectionDetails lunogramConnectionDetails(LunogramProperties properties,
			ObjectProvider<SslBundles> sslBundles) {
		return new PropertiesLunogramConnectionDetails(properties, sslBundles);
	}

	@Bean(CLIENT)
	@ConditionalOnMissingBean
	LunogramClient lunogramClient(LunogramProperties properties, LunogramConnectionDetails details,
			ObjectProvider<ObservationRegistry> observationRegistries, ObjectProvider<HttpCustomizer> httpCustomizers,
			ObjectProvider<LunogramClientBuilderCustomizer> customizers) {
		LunogramClientBuilder builder = LunogramClient.builder()
			.baseUrl(details.getBaseUrl())
			.allowInsecureUrl(properties.allowInsecureUrl())
			.projectId(details.getProjectId())
			.retry(policy(properties.retry()))
			.maxRequestsPerMinute(share(properties.delivery()));
		String apiKey = details.getApiKey();
		if (apiKey != null) {
			builder.apiKey(apiKey);
		}
		new ConnectionSettings(properties.connectTimeout(), properties.readTimeout(), details.getSslBundle())
			.apply(builder, observationRegistries, httpCustomizers);
		for (LunogramClientBuilderCustomizer customizer : customizers.orderedStream().toList()) {
			customizer.customize(builder);
		}
		return builder.build();
	}

	private static RetryPolicy policy(LunogramProperties.Retry retry) {
		return new RetryPolicy(retry.maxAttempts(), retry.initialBackoff(), retry.maxBackoff(), retry.maxElapsed(),
				retry.eventsInDoubt());
	}

	/** What this instance may use of the key's limit. */
	private static double share(LunogramProperties.Delivery delivery) {
		return (double) delivery.maxRequestsPerMinute() / delivery.instances();
	}

}
