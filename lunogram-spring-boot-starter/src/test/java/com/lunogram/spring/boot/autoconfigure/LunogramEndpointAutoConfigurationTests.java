package com.lunogram.spring.boot.autoconfigure;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.spring.boot.FakePublisher;
import com.lunogram.spring.boot.actuate.LunogramEndpoint;
import com.lunogram.spring.boot.actuate.LunogramEndpointWebExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LunogramEndpointAutoConfiguration}.
 */
class LunogramEndpointAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(LunogramAutoConfiguration.class, LunogramEndpointAutoConfiguration.class))
		.withPropertyValues("lunogram.api-key=sk_secret");

	private final ApplicationContextRunner exposed = this.runner
		.withPropertyValues("management.endpoints.web.exposure.include=lunogram");

	@Test
	void thereWhenExposed() {
		this.exposed.run((context) -> assertThat(context).hasSingleBean(LunogramEndpoint.class)
			.hasSingleBean(LunogramEndpointWebExtension.class));
	}

	@Test
	void webExtensionIsForTheWebOnly() {
		this.runner
			.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=lunogram",
					"management.endpoints.web.exposure.include=")
			.run((context) -> assertThat(context).hasSingleBean(LunogramEndpoint.class)
				.doesNotHaveBean(LunogramEndpointWebExtension.class));
	}

	@Test
	void notThereUnlessExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(LunogramEndpoint.class));
	}

	@Test
	void notThereWithoutAccess() {
		this.exposed.withPropertyValues("management.endpoint.lunogram.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(LunogramEndpoint.class));
	}

	@Test
	void notThereWhenLunogramIsSwitchedOff() {
		this.exposed.withPropertyValues("lunogram.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LunogramEndpoint.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "direct", "log" })
	void modeIsTheConfiguredOne(String mode) {
		this.exposed.withPropertyValues("lunogram.delivery.mode=" + mode)
			.run((context) -> assertThat(context.getBean(LunogramEndpoint.class).delivery().mode()).isEqualTo(mode));
	}

	@Test
	void modeOfAPublisherOfTheApplicationIsItsOwn() {
		this.exposed.withBean("own", LunogramPublisher.class, () -> new FakePublisher(null))
			.run((context) -> assertThat(context.getBean(LunogramEndpoint.class).delivery().mode())
				.isEqualTo("custom"));
	}

	@Test
	void thereForAPublisherOfTheApplicationThatExcludesTheRest() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LunogramEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=lunogram")
			.withBean("own", LunogramPublisher.class, () -> new FakePublisher(null))
			.run((context) -> assertThat(context).hasSingleBean(LunogramEndpoint.class));
	}

}
