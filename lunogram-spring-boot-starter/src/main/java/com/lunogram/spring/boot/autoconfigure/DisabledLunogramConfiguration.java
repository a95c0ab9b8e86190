package com.lunogram.spring.boot.autoconfigure;

import com.lunogram.delivery.LunogramPublisher;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What is there instead of everything else when Lunogram is switched off, so that
 * whatever publishes can stay as it is.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "lunogram.enabled", havingValue = false)
class DisabledLunogramConfiguration {

	@Bean
	@ConditionalOnMissingBean(LunogramPublisher.class)
	DisabledLunogramPublisher lunogramPublisher() {
		return new DisabledLunogramPublisher();
	}

}
