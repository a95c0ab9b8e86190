package com.lunogram.spring.boot.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;

/**
 * What the application has configured for all of its HTTP clients, if it has
 * {@code spring-boot-http-client}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(ClientHttpRequestFactoryBuilder.class)
class LunogramHttpClientConfiguration {

	@Bean
	HttpCustomizer lunogramRequestFactories(ResourceLoader resourceLoader, ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<ClientHttpRequestFactoryBuilder<?>> factoryBuilder,
			ObjectProvider<ClientHttpRequestFactoryBuilderCustomizer<?>> factoryBuilderCustomizers,
			ObjectProvider<HttpClientSettings> httpClientSettings) {
		return (builder, settings) -> {
			boolean customized = factoryBuilderCustomizers.stream().findAny().isPresent() || hasOwnBuilder(beanFactory);
			// A WebFlux application has no builder for blocking clients.
			ClientHttpRequestFactoryBuilder<?> factories = factoryBuilder
				.getIfAvailable(() -> ClientHttpRequestFactoryBuilder.detect(resourceLoader.getClassLoader()));
			builder.requestFactories(new LunogramRequestFactories(factories,
					httpClientSettings.getIfAvailable(HttpClientSettings::defaults), settings, customized));
		};
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

}
