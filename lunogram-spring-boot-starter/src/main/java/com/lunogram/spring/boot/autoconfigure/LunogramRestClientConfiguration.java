package com.lunogram.spring.boot.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the application wants of all of its {@code RestClient}s, if it has
 * {@code spring-boot-restclient}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(RestClientCustomizer.class)
class LunogramRestClientConfiguration {

	@Bean
	HttpCustomizer lunogramRestClientCustomizers(ObjectProvider<RestClientCustomizer> customizers) {
		return (builder, settings) -> customizers.orderedStream()
			.forEach((customizer) -> builder.restClient(customizer::customize));
	}

}
