package com.lunogram.spring.boot.test;

import com.lunogram.spring.boot.autoconfigure.LunogramAutoConfiguration;
import com.lunogram.spring.boot.autoconfigure.LunogramConnectionDetails;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of what
 * {@link EnableLunogramServer @EnableLunogramServer} brings.
 */
@AutoConfiguration(before = LunogramAutoConfiguration.class)
final class LunogramServerTestAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	LunogramServer lunogramServer() {
		return LunogramServer.start();
	}

	/** It goes before connection details of the application's own. */
	@Bean
	@Primary
	LunogramConnectionDetails lunogramServerConnectionDetails(LunogramServer server, Environment environment) {
		return new ServerConnectionDetails(server, StringUtils.hasText(environment.getProperty("lunogram.project-id")));
	}

}
