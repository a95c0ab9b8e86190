package com.lunogram.spring.boot.autoconfigure;

import java.util.Locale;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.spring.boot.actuate.LunogramEndpoint;
import com.lunogram.spring.boot.actuate.LunogramEndpointWebExtension;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link LunogramEndpoint}.
 */
@AutoConfiguration(after = LunogramAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBooleanProperty(name = "lunogram.enabled", matchIfMissing = true)
@ConditionalOnAvailableEndpoint(LunogramEndpoint.class)
@ConditionalOnSingleCandidate(LunogramPublisher.class)
@EnableConfigurationProperties({ LunogramProperties.class, LunogramEndpointProperties.class })
public final class LunogramEndpointAutoConfiguration {

	/** Instead of the configured mode, which a publisher of the application ignores. */
	private static final String CUSTOM = "custom";

	@Bean
	@ConditionalOnMissingBean
	LunogramEndpoint lunogramEndpoint(LunogramPublisher publisher, LunogramProperties properties,
			LunogramEndpointProperties endpointProperties, ObjectProvider<MirrorDelivery> mirrors,
			BeanFactory beanFactory) {
		MirrorDelivery mirror = mirrors.getIfAvailable();
		return new LunogramEndpoint(mode(publisher, properties, beanFactory), publisher,
				endpointProperties.showPayloads(), (mirror != null) ? mirror.mirror() : null,
				(mirror != null) ? mirror.control() : null);
	}

	private static String mode(LunogramPublisher publisher, LunogramProperties properties, BeanFactory beanFactory) {
		boolean ours = beanFactory.containsBean(LunogramDeliveryConfiguration.PUBLISHER)
				&& beanFactory.getBean(LunogramDeliveryConfiguration.PUBLISHER) == publisher;
		return ours ? properties.delivery().mode().name().toLowerCase(Locale.ROOT) : CUSTOM;
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(LunogramEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	LunogramEndpointWebExtension lunogramEndpointWebExtension(LunogramEndpoint endpoint,
			LunogramEndpointProperties properties) {
		return new LunogramEndpointWebExtension(endpoint, properties.showPayloads(), properties.roles());
	}

}
