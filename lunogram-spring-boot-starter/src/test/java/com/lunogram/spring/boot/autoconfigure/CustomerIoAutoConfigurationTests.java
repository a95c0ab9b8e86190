package com.lunogram.spring.boot.autoconfigure;

import java.util.Map;
import java.util.Objects;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.lunogram.LunogramClient;
import com.lunogram.customerio.CustomerIoAppClient;
import com.lunogram.customerio.CustomerIoConfigurationException;
import com.lunogram.customerio.CustomerIoTrackClient;
import com.lunogram.http.RetryPolicy;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link CustomerIoAutoConfiguration} and
 * {@link CustomerIoHealthAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CustomerIoAutoConfigurationTests {

	private static final String KEY = "very-secret-key";

	private static final String REGION = "/api/v1/accounts/region";

	@RegisterExtension
	private final WireMockExtension server = WireMockExtension.newInstance().build();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CustomerIoAutoConfiguration.class, LunogramAutoConfiguration.class,
				CustomerIoHealthAutoConfiguration.class))
		.withPropertyValues("lunogram.enabled=false");

	private ApplicationContextRunner track = this.runner;

	@BeforeEach
	void pointToServer() {
		this.server.stubFor(any(anyUrl()).willReturn(okJson("{}")));
		this.server.stubFor(get(REGION).willReturn(okJson("{\"region\": \"us\", \"url\": \"x\"}")));
		this.track = this.runner.withPropertyValues("lunogram.customerio.site-id=site",
				"lunogram.customerio.track-api-key=" + KEY,
				"lunogram.customerio.track-base-url=" + this.server.baseUrl());
	}

	@Test
	void withoutKeysThereIsNothing() {
		this.runner
			.withPropertyValues("lunogram.customerio.site-id=", "lunogram.customerio.track-api-key= ",
					"lunogram.customerio.app-api-key=", "lunogram.customerio.region=",
					"lunogram.customerio.track-base-url=")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CustomerIoTrackClient.class)
				.doesNotHaveBean(CustomerIoAppClient.class)
				.doesNotHaveBean(HealthContributor.class));
	}

	@Test
	void whoSaysNothingOfItPaysNothingForIt() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(CustomerIoAutoConfiguration.class)
			.doesNotHaveBean(CustomerIoProperties.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "LUNOGRAM_CUSTOMERIO_APPAPIKEY", "LUNOGRAM_CUSTOMERIO_APP_API_KEY",
			"lunogram.customerIo.appApiKey", "lunogram.customerio.app_api_key" })
	void namesAreRelaxed(String name) {
		this.runner.withInitializer((context) -> environment(context, name, KEY))
			.run((context) -> assertThat(context).hasSingleBean(CustomerIoAppClient.class));
	}

	@Test
	void aVariableThatIsHalfOfWhatIsNeededIsToldOf() {
		this.runner.withInitializer((context) -> environment(context, "LUNOGRAM_CUSTOMERIO_SITEID", "site"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(CustomerIoConfigurationException.class)
				.hasMessageStartingWith("track-api-key is missing. "));
	}

	private static void environment(ConfigurableApplicationContext context, String name, String value) {
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", Map.of(name, value)));
	}

	@Test
	void aSourceThatCannotBeListedCounts() {
		this.runner.withInitializer((context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new PropertySource<>("remote", new Object()) {

				@Override
				public @Nullable Object getProperty(String name) {
					return name.equals("lunogram.customerio.app-api-key") ? KEY : null;
				}

			})).run((context) -> assertThat(context).hasSingleBean(CustomerIoAppClient.class));
	}

	@Test
	void eachClientIsThereWithItsKeyAndWithoutLunogram() {
		this.track.run((context) -> {
			assertThat(context).hasSingleBean(CustomerIoTrackClient.class)
				.doesNotHaveBean(CustomerIoAppClient.class)
				.doesNotHaveBean(LunogramClient.class);
			context.getBean(CustomerIoTrackClient.class).identify("user-1", Map.of());
		});
		this.server.verify(1, putRequestedFor(urlEqualTo("/api/v1/customers/user-1")).withHeader("Authorization",
				equalTo("Basic c2l0ZTp2ZXJ5LXNlY3JldC1rZXk=")));
		this.runner.withPropertyValues("lunogram.customerio.app-api-key=" + KEY, "lunogram.customerio.region=eu")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(CustomerIoTrackClient.class);
				assertThat(context.getBean(CustomerIoAppClient.class))
					.hasToString("CustomerIoAppClient[https://api-eu.customer.io]");
			});
	}

	@Test
	void clientsOfTheApplicationGoFirst() {
		CustomerIoTrackClient own = CustomerIoTrackClient.builder().siteId("a").apiKey("b").build();
		this.track.withBean("mine", CustomerIoTrackClient.class, () -> own)
			.run((context) -> assertThat(context).getBean(CustomerIoTrackClient.class).isSameAs(own));
	}

	@Test
	void whatAppliesToEveryClientApplies() {
		TestObservationRegistry observations = TestObservationRegistry.create();
		this.track.withBean(ObservationRegistry.class, () -> observations)
			.withBean(RestClientCustomizer.class, () -> (builder) -> builder.defaultHeader("X-Every", "yes"))
			.withBean(CustomerIoClientBuilderCustomizer.class,
					() -> (builder) -> builder.retry(RetryPolicy.none())
						.restClient((client) -> client.defaultHeader("X-Own", "yes")))
			.run((context) -> context.getBean(CustomerIoTrackClient.class).identify("user-1", Map.of()));
		this.server.verify(1,
				putRequestedFor(anyUrl()).withHeader("X-Every", equalTo("yes")).withHeader("X-Own", equalTo("yes")));
		TestObservationRegistryAssert.assertThat(observations).hasObservationWithNameEqualTo("http.client.requests");
	}

	@Test
	void callsAreRepeatedAsConfigured() {
		this.server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(503)));
		this.track
			.withPropertyValues("lunogram.customerio.retry.max-attempts=2",
					"lunogram.customerio.retry.initial-backoff=1ms")
			.run((context) -> assertThatException()
				.isThrownBy(() -> context.getBean(CustomerIoTrackClient.class).identify("user-1", Map.of())));
		this.server.verify(2, putRequestedFor(anyUrl()));
	}

	@Test
	void secretsDoNotShow() {
		this.track.withPropertyValues("lunogram.customerio.app-api-key=" + KEY)
			.run((context) -> assertThat(context.getBean(CustomerIoProperties.class).toString()).contains("siteId=site")
				.doesNotContain(KEY));
	}

	@Test
	void healthIsThatOfTheClientsThatAreThere() {
		this.track.run((context) -> {
			assertThat(health(context, "track").getStatus()).isEqualTo(Status.UP);
			assertThat(health(context, "track").getDetails()).containsEntry("client",
					"CustomerIoTrackClient[" + this.server.baseUrl() + "]");
			assertThat(contributor(context).getContributor("app")).isNull();
		});
		// Asked once: the second time it is known.
		this.server.verify(1, getRequestedFor(urlEqualTo(REGION)));
	}

	@Test
	void healthGoesByTrafficFirst() {
		this.track
			.withPropertyValues("lunogram.customerio.app-api-key=" + KEY,
					"lunogram.customerio.app-base-url=" + this.server.baseUrl())
			.run((context) -> {
				context.getBean(CustomerIoTrackClient.class).identify("user-1", Map.of());
				assertThat(health(context, "track").getStatus()).isEqualTo(Status.UP);
				assertThat(health(context, "app").getStatus()).isEqualTo(Status.UNKNOWN);
				context.getBean(CustomerIoAppClient.class).customersByEmail("a@example.com");
				assertThat(health(context, "app").getStatus()).isEqualTo(Status.UP);
			});
		this.server.verify(0, getRequestedFor(urlEqualTo(REGION)));
	}

	@Test
	void aRefusedKeyIsDown() {
		this.server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(401)));
		this.track.run((context) -> {
			Health health = health(context, "track");
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails().get("reason")).asString()
				.contains("lunogram.customerio.site-id", "lunogram.customerio.track-api-key")
				.doesNotContain(KEY);
		});
	}

	@Test
	void healthCanBeSwitchedOff() {
		this.track.withPropertyValues("management.health.customerio.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HealthContributor.class)
				.hasSingleBean(CustomerIoTrackClient.class));
	}

	private static CompositeHealthContributor contributor(ApplicationContext context) {
		return (CompositeHealthContributor) context.getBean("customerIoHealthContributor");
	}

	private static Health health(ApplicationContext context, String name) {
		HealthIndicator indicator = (HealthIndicator) Objects.requireNonNull(contributor(context).getContributor(name));
		return Objects.requireNonNull(indicator.health(true));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					site-id=site                          | track-api-key is missing    | Tracking API keys
					track-api-key=very-secret-key         | site-id is missing          | Tracking API keys
					app-api-key=${NOT_THERE}              | app-api-key refers to 'NOT_THERE', which is not defined | API credentials
					mirror=true                           | mirror is true, but there is no client to mirror with | lunogram.customerio.site-id and lunogram.customerio.track-api-key
					object-type-id=${NOT_THERE}           | object-type-id refers to 'NOT_THERE', which is not defined | leave the property out
					connect-timeout=0                     | connect-timeout is not positive | 2s
					connect-timeout=200000d               | connect-timeout is longer than a day | 2s
					read-timeout=25h                      | read-timeout is longer than a day | 2s
					retry.max-backoff=200000d             | retry.max-backoff is longer than a day | 2s
					retry.max-attempts=0                  | retry.max-attempts is less than 1 | 1 or more
					retry.max-backoff=1ms                 | retry.max-backoff is less than lunogram.customerio.retry.initial-backoff | lower that one
					""")
	void whatIsWrongAloneIsToldAtTheStart(String property, String reason, String remedy, CapturedOutput output) {
		start("lunogram.customerio." + property);
		assertTold(output, reason, remedy);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					track-base-url=https://a.example      | region=eu | track-base-url is set, and so is lunogram.customerio.region | Remove one of them
					app-base-url=https://a.example        | region=us | app-base-url is set, and so is lunogram.customerio.region | Remove one of them
					track-base-url=http://a.example       | site-id=s | track-base-url would send the API key unencrypted | lunogram.customerio.allow-insecure-url=true
					track-base-url=not a url              | site-id=s | track-base-url is no URL | https://track.customer.io
					ssl.bundle=absent                     | site-id=s | ssl.bundle names the SSL bundle 'absent' | spring.ssl.bundle
					site-id=a:b                           | read-timeout=1s | site-id contains a colon | site id alone
					""")
	void whatIsWrongTogetherIsToldAtTheStart(String property, String other, String reason, String remedy,
			CapturedOutput output) {
		start("lunogram.customerio.track-api-key=" + KEY, "lunogram.customerio." + property,
				"lunogram.customerio." + other);
		assertTold(output, reason, remedy);
	}

	private static void assertTold(CapturedOutput output, String reason, String remedy) {
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Customer.io cannot be set up: lunogram.customerio." + reason)
			.contains("Action:")
			.contains(remedy)
			.doesNotContain(KEY);
	}

	private static void start(String... properties) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		String[] arguments = new String[properties.length + 1];
		arguments[0] = "--lunogram.api-key=sk_test";
		for (int i = 0; i < properties.length; i++) {
			arguments[i + 1] = "--" + properties[i];
		}
		assertThatException().isThrownBy(() -> application.run(arguments))
			.havingRootCause()
			.isInstanceOf(CustomerIoConfigurationException.class);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ CustomerIoAutoConfiguration.class, LunogramAutoConfiguration.class,
			SslAutoConfiguration.class })
	static class Application {

	}

}
