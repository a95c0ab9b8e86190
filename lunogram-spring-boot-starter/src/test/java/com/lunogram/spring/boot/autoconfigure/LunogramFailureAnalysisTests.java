package com.lunogram.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what an application prints that cannot start, by starting one.
 */
@ExtendWith(OutputCaptureExtension.class)
class LunogramFailureAnalysisTests {

	private static final String KEY = "sk_very_secret";

	@Test
	void missingKey(CapturedOutput output) {
		start(Application.class);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("lunogram.api-key is missing.")
			.contains("Give the secret key (sk_...)")
			.contains("LUNOGRAM_API_KEY")
			.contains("lunogram.enabled=false")
			.doesNotContain("Origin:");
	}

	@Test
	void blankKey(CapturedOutput output) {
		start(Application.class, "lunogram.api-key= ");
		assertThat(output).contains("lunogram.api-key is blank.").contains("Origin: \"lunogram.api-key\" from");
	}

	@Test
	void keyWithLineBreak(CapturedOutput output) {
		start(Application.class, "lunogram.api-key=" + KEY + "\n");
		assertThat(output).contains("lunogram.api-key contains spaces, line breaks").doesNotContain(KEY);
	}

	@Test
	void keyFromNowhere(CapturedOutput output) {
		start(Application.class, "lunogram.api-key=" + KEY + "${NOT_THERE}");
		assertThat(output).contains("lunogram.api-key refers to 'NOT_THERE', which is not defined.")
			.contains("Define that with the secret key (sk_...) of your Lunogram project.")
			.doesNotContain(KEY);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					lunogram.base-url=not a url                    | lunogram.base-url is no URL
					lunogram.base-url=console.lunogram.com         | lunogram.base-url is no absolute http or https URL
					lunogram.base-url=                             | lunogram.base-url is no absolute http or https URL
					lunogram.base-url=http://lunogram.example      | lunogram.base-url would send the API key unencrypted
					lunogram.base-url=https://me:pw@host.example   | lunogram.base-url has a user
					lunogram.project-id=my-project                 | lunogram.project-id is no UUID
					lunogram.project-id=${MISSING_PROJECT}         | lunogram.project-id refers to 'MISSING_PROJECT', which is not defined
					lunogram.connect-timeout=0                     | lunogram.connect-timeout is not positive
					lunogram.connect-timeout=2d                    | lunogram.connect-timeout is longer than a day
					lunogram.read-timeout=-5s                      | lunogram.read-timeout is not positive
					lunogram.read-timeout=200000d                  | lunogram.read-timeout is longer than a day
					lunogram.ssl.bundle=absent                     | lunogram.ssl.bundle names the SSL bundle 'absent'
					lunogram.retry.max-attempts=0                  | lunogram.retry.max-attempts is less than 1
					lunogram.retry.initial-backoff=0               | lunogram.retry.initial-backoff is not positive
					lunogram.retry.initial-backoff=6s              | lunogram.retry.max-backoff is less than
					lunogram.retry.max-backoff=200000d             | lunogram.retry.max-backoff is longer than a day
					lunogram.retry.max-elapsed=0                   | lunogram.retry.max-elapsed is not positive
					lunogram.delivery.batch.max-events=0           | lunogram.delivery.batch.max-events is less than 1
					lunogram.delivery.batch.max-size=0             | lunogram.delivery.batch.max-size is not positive
					lunogram.delivery.batch.linger=-1ms            | lunogram.delivery.batch.linger is negative
					lunogram.delivery.queue.capacity=0             | lunogram.delivery.queue.capacity is less than 1
					lunogram.delivery.queue.max-size=0             | lunogram.delivery.queue.max-size is not positive
					lunogram.delivery.queue.block-timeout=0        | lunogram.delivery.queue.block-timeout is not positive
					lunogram.delivery.max-requests-per-minute=0    | lunogram.delivery.max-requests-per-minute is less than 1
					lunogram.delivery.instances=0                  | lunogram.delivery.instances is less than 1
					lunogram.delivery.retry.max-attempts=0         | lunogram.delivery.retry.max-attempts is less than 1
					lunogram.delivery.shutdown-timeout=-1s         | lunogram.delivery.shutdown-timeout is negative
					lunogram.events.occurred-at-key=               | lunogram.events.occurred-at-key is blank
					lunogram.events.id-key=                        | lunogram.events.id-key is blank
					lunogram.events.application-key=\t             | lunogram.events.application-key is blank
					lunogram.events.trace-id-key=                  | lunogram.events.trace-id-key is blank
					lunogram.events.occurred-at-key=${NO_SUCH}     | lunogram.events.occurred-at-key refers to 'NO_SUCH', which is not defined
					lunogram.events.trace-id-key=t${NO_SUCH}       | lunogram.events.trace-id-key refers to 'NO_SUCH', which is not defined
					lunogram.health.probe-interval=0               | lunogram.health.probe-interval is not positive
					""")
	void wrongSetting(String property, String reason, CapturedOutput output) {
		start(Application.class, "lunogram.api-key=" + KEY, property);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Lunogram cannot be set up: " + reason)
			.contains("Action:")
			.doesNotContain(KEY);
	}

	@Test
	void oneKeyForTwoThings(CapturedOutput output) {
		start(Application.class, "lunogram.api-key=" + KEY, "lunogram.events.id-key=id",
				"lunogram.events.trace-id-key=id");
		assertThat(output).contains("lunogram.events.trace-id-key is the key of something else too.");
	}

	@Test
	void plainHttpHasTwoWaysOut(CapturedOutput output) {
		start(Application.class, "lunogram.api-key=" + KEY, "lunogram.base-url=http://lunogram.example");
		assertThat(output).contains("Use https").contains("lunogram.allow-insecure-url=true");
	}

	@Test
	void keyInThePlaceOfTheProjectIdIsNotPrinted(CapturedOutput output) {
		start(Application.class, "lunogram.api-key=sk_other", "lunogram.project-id=" + KEY);
		assertThat(output).contains("lunogram.project-id is no UUID")
			.contains("leave lunogram.project-id out")
			.contains("Origin: \"lunogram.project-id\" from")
			.doesNotContain("Value:");
	}

	@Test
	void whatConnectionDetailsGiveIsNotBlamedOnTheProperty(CapturedOutput output) {
		start(WithDetails.class, "lunogram.base-url=https://right.example", "lunogram.api-key=" + KEY);
		assertThat(output).contains("lunogram.base-url would send the API key unencrypted to details.example.")
			.contains("Given by: LunogramConnectionDetails bean 'myDetails', which goes before the property")
			.doesNotContain("Origin:")
			.doesNotContain(KEY);
	}

	@Test
	void whatElseIsWrongStaysBlamedOnTheProperty(CapturedOutput output) {
		start(WithDetails.class, "lunogram.read-timeout=0");
		assertThat(output).contains("lunogram.read-timeout is not positive")
			.contains("Origin: \"lunogram.read-timeout\" from")
			.doesNotContain("Given by:");
	}

	@Test
	void whatBootExplainsWellIsLeftToIt(CapturedOutput output) {
		start(Application.class, "lunogram.api-key=" + KEY, "lunogram.delivery.mode=pigeon");
		assertThat(output).contains("lunogram.delivery.mode").contains("pigeon").contains("MEMORY").doesNotContain(KEY);
	}

	private static void start(Class<?> application, String... properties) {
		List<String> arguments = new ArrayList<>(Stream.of(properties).map((property) -> "--" + property).toList());
		arguments.add("--spring.main.banner-mode=off");
		SpringApplication app = new SpringApplication(application);
		app.setWebApplicationType(WebApplicationType.NONE);
		app.setRegisterShutdownHook(false);
		assertThatException().isThrownBy(() -> app.run(arguments.toArray(String[]::new)).close());
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ LunogramAutoConfiguration.class, SslAutoConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class WithDetails extends Application {

		@Bean
		LunogramConnectionDetails myDetails() {
			return new LunogramConnectionDetails() {

				@Override
				public String getBaseUrl() {
					return "http://details.example";
				}

				@Override
				public @Nullable String getApiKey() {
					return "sk_details";
				}

			};
		}

	}

}
