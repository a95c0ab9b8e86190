package com.lunogram.spring.boot.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LunogramSanitizingAutoConfiguration}.
 */
class LunogramSanitizingAutoConfigurationTests {

	private static final String KEY = "sk_very_secret";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LunogramAutoConfiguration.class,
				LunogramSanitizingAutoConfiguration.class, ConfigurationPropertiesReportEndpointAutoConfiguration.class,
				EnvironmentEndpointAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=*",
				"management.endpoints.jmx.exposure.include=*", "management.endpoint.configprops.show-values=always",
				"management.endpoint.env.show-values=always");

	@Test
	void boundKeyIsHiddenAndTheRestIsShown() {
		this.runner.withPropertyValues("lunogram.api-key=" + KEY).run((context) -> {
			ConfigurationPropertiesReportEndpoint endpoint = context
				.getBean(ConfigurationPropertiesReportEndpoint.class);
			assertThat(json(endpoint.configurationPropertiesWithPrefix("lunogram"))).doesNotContain(KEY)
				.contains("https://console.lunogram.com");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "lunogram.api-key", "lunogram.apiKey", "LUNOGRAM_API_KEY", "LUNOGRAM_APIKEY",
			"lunogram.anything.api-key", "LUNOGRAM_ANYTHING_APIKEY", "lunogram.customerio.track-api-key",
			"lunogram.customerio.app-api-key", "LUNOGRAM_CUSTOMERIO_TRACKAPIKEY", "CUSTOMERIO_APP_API_KEY" })
	void keyInTheEnvironmentIsHidden(String name) {
		this.runner.withPropertyValues("lunogram.enabled=false", "shown=visible")
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("secrets", Map.of(name, KEY))))
			.run((context) -> assertThat(json(context.getBean(EnvironmentEndpoint.class).environment(null)))
				.doesNotContain(KEY)
				.contains("visible"));
	}

	@Test
	void functionOfTheApplicationWins() {
		this.runner.withPropertyValues("lunogram.enabled=false")
			.withBean("lunogramSanitizingFunction", SanitizingFunction.class, () -> (data) -> data)
			.run((context) -> assertThat(context).hasSingleBean(SanitizingFunction.class));
	}

	@Test
	void nothingWithoutActuator() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LunogramSanitizingAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(LunogramSanitizingAutoConfiguration.class));
	}

	private static String json(Object descriptor) {
		return new JsonMapper().writeValueAsString(descriptor);
	}

}
