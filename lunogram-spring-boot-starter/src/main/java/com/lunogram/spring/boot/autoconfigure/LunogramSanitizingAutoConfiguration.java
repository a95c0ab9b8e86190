package com.lunogram.spring.boot.autoconfigure;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that keeps the API keys out of
 * actuator endpoints, even out of those that were told to show values.
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class LunogramSanitizingAutoConfiguration {

	/** As a property, however it is written, and as an environment variable. */
	private static final String KEYS = "^(lunogram|customerio)[._].*api[._-]?key$";

	@Bean
	@ConditionalOnMissingBean(name = "lunogramSanitizingFunction")
	SanitizingFunction lunogramSanitizingFunction() {
		return SanitizingFunction.sanitizeValue().ifKeyMatches(KEYS);
	}

}
