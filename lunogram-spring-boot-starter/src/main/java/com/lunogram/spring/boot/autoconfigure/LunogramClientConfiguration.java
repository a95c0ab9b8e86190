package com.lunogram.spring.boot.autoconfigure;

import com.lunogram.LunogramClient;
import com.lunogram.LunogramClientBuilder;
import com.lunogram.http.RetryPolicy;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;
import org.springframework.web.client.RestClient;

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
			ResourceLoader resourceLoader, ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<ClientHttpRequestFactoryBuilder<?>> factoryBuilder,
			ObjectProvider<ClientHttpRequestFactoryBuilderCustomizer<?>> factoryBuilderCustomizers,
			ObjectProvider<HttpClientSettings> httpClientSettings,
			ObjectProvider<RestClientCustomizer> restClientCustomizers,
			ObjectProvider<LunogramClientBuilderCustomizer> customizers) {
		boolean customized = factoryBuilderCustomizers.stream().findAny().isPresent() || hasOwnBuilder(beanFactory);
		// A WebFlux application has no builder for blocking clients.
		LunogramRequestFactories factories = new LunogramRequestFactories(
				factoryBuilder
					.getIfAvailable(() -> ClientHttpRequestFactoryBuilder.detect(resourceLoader.getClassLoader())),
				httpClientSettings.getIfAvailable(HttpClientSettings::defaults), properties, details, customized);
		LunogramClientBuilder builder = LunogramClient.builder()
			.baseUrl(details.getBaseUrl())
			.allowInsecureUrl(properties.allowInsecureUrl())
			.projectId(details.getProjectId())
			.retry(policy(properties.retry()))
			.maxRequestsPerMinute(share(properties.delivery()))
			.requestFactories(factories)
			.restClient((restClient) -> customize(restClient, restClientCustomizers));
		PropertyMapper.get().from(details::getApiKey).to(builder::apiKey);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	/** Whether the application has made the builder itself, and in its own way. */
	private static boolean hasOwnBuilder(ConfigurableListableBeanFactory beanFactory) {
		for (String name : beanFactory.getBeanNamesForType(ClientHttpRequestFactoryBuilder.class, true, false)) {
			String maker = beanFactory.containsBeanDefinition(name)
					? beanFactory.getBeanDefinition(name).getFactoryBeanName() : null;
			Class<?> type = (maker != null) ? beanFactory.getType(maker) : null;
			if (type == null || ClassUtils.getUserClass(type) != ImperativeHttpClientAutoConfiguration.class) {
				return true;
			}
		}
		return false;
	}

	private static RetryPolicy policy(LunogramProperties.Retry retry) {
		return new RetryPolicy(retry.maxAttempts(), retry.initialBackoff(), retry.maxBackoff(), retry.maxElapsed(),
				retry.eventsInDoubt());
	}

	/** What this instance may use of the key's limit. */
	private static double share(LunogramProperties.Delivery delivery) {
		return (double) delivery.maxRequestsPerMinute() / delivery.instances();
	}

	private static void customize(RestClient.Builder restClient, ObjectProvider<RestClientCustomizer> customizers) {
		customizers.orderedStream().forEach((customizer) -> customizer.customize(restClient));
	}

}
