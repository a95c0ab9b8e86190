package com.lunogram.spring.boot.autoconfigure;

import java.net.http.HttpClient.Redirect;
import java.net.http.HttpTimeoutException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.lunogram.LunogramApiException;
import com.lunogram.LunogramClient;
import com.lunogram.LunogramTransportException;
import com.lunogram.model.UserEvent;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.HttpHeaders;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what the auto-configured client sends over real sockets.
 */
class LunogramHttpTests {

	@RegisterExtension
	private static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort())
		.build();

	private static final String VAPID = "/api/client/push/vapid";

	private static final String EVENTS = "/api/client/users/events";

	private final ApplicationContextRunner own = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LunogramAutoConfiguration.class, SslAutoConfiguration.class))
		.withPropertyValues("lunogram.api-key=sk_secret", "lunogram.base-url=" + server.baseUrl());

	/** Without any HTTP client of Spring Boot's on the class path. */
	private final ApplicationContextRunner alone = this.own.withClassLoader(
			new FilteredClassLoader("org.springframework.boot.http.client", "org.springframework.boot.restclient"));

	private final ApplicationContextRunner withoutRestClient = this.own.withConfiguration(
			AutoConfigurations.of(HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class));

	private final ApplicationContextRunner runner = this.withoutRestClient.withConfiguration(
			AutoConfigurations.of(RestClientAutoConfiguration.class, RestClientObservationAutoConfiguration.class,
					HttpMessageConvertersAutoConfiguration.class, JacksonAutoConfiguration.class));

	@Test
	void keyGoesAlong() {
		server.stubFor(vapid());
		withClient(this.runner, LunogramClient::ping);
		server.verify(
				getRequestedFor(urlEqualTo(VAPID)).withHeader(HttpHeaders.AUTHORIZATION, equalTo("Bearer sk_secret")));
	}

	@Test
	void projectIsInThePath() {
		String path = "/api/client/projects/11111111-2222-3333-4444-555555555555/push/vapid";
		server.stubFor(get(path).willReturn(okJson("{\"public_key\":\"k\"}")));
		withClient(this.runner.withPropertyValues("lunogram.project-id=11111111-2222-3333-4444-555555555555"),
				LunogramClient::ping);
		server.verify(getRequestedFor(urlEqualTo(path)));
	}

	@Test
	void plainHttpIsNotUpgraded() {
		server.stubFor(post(EVENTS).willReturn(status(202)));
		withClient(this.runner, (client) -> client.users().events().post(event()));
		assertThat(server.findAll(postRequestedFor(urlEqualTo(EVENTS)))).singleElement()
			.satisfies((request) -> assertThat(request.getHeaders().keys()).map((name) -> name.toLowerCase(Locale.ROOT))
				.doesNotContain("upgrade", "http2-settings", "transfer-encoding")
				.contains("content-length"));
	}

	@Test
	void ownReadTimeoutWinsOverTheSharedOne() {
		server.stubFor(get(VAPID).willReturn(okJson("{\"public_key\":\"k\"}").withFixedDelay(600_000)));
		withClient(this.runner.withPropertyValues("lunogram.read-timeout=150ms", "spring.http.clients.read-timeout=1m"),
				(client) -> assertThatExceptionOfType(LunogramTransportException.class).isThrownBy(client::ping)
					.withCauseInstanceOf(HttpTimeoutException.class));
	}

	@Test
	void sharedReadTimeoutDoesNotShortenOurs() {
		server.stubFor(get(VAPID).willReturn(okJson("{\"public_key\":\"k\"}").withFixedDelay(200)));
		withClient(this.runner.withPropertyValues("spring.http.clients.read-timeout=20ms"), LunogramClient::ping);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdk", "simple" })
	void redirectsAreNotFollowedWhateverTheApplicationWantsElsewhere(String library) {
		server.stubFor(get(VAPID).willReturn(temporaryRedirect("/elsewhere")));
		withClient(
				this.runner.withPropertyValues("spring.http.clients.imperative.factory=" + library,
						"spring.http.clients.redirects=follow"),
				(client) -> assertThatExceptionOfType(LunogramApiException.class).isThrownBy(client::ping));
		server.verify(0, anyRequestedFor(urlEqualTo("/elsewhere")));
	}

	@Test
	void whatTheApplicationMakesOfTheJdksClientCounts() {
		server.stubFor(vapid());
		AtomicInteger calls = new AtomicInteger();
		ClientHttpRequestFactoryBuilder<?> builder = ClientHttpRequestFactoryBuilder.jdk()
			.withHttpClientCustomizer((client) -> calls.incrementAndGet());
		withClient(this.runner.withBean(ClientHttpRequestFactoryBuilder.class, () -> builder), LunogramClient::ping);
		assertThat(calls).hasValue(1);
		ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> customizer = (jdk) -> jdk
			.withHttpClientCustomizer((client) -> calls.incrementAndGet());
		withClient(this.runner.withBean(ClientHttpRequestFactoryBuilderCustomizer.class, () -> customizer),
				LunogramClient::ping);
		assertThat(calls).hasValueGreaterThan(1);
	}

	@Test
	void cookiesAreNotKeptWhateverTheApplicationWantsElsewhere() {
		server.stubFor(get(VAPID)
			.willReturn(okJson("{\"public_key\":\"k\"}").withHeader("Set-Cookie", "__session=stolen; Path=/")));
		withClient(this.runner.withPropertyValues("spring.http.clients.cookie-handling=enable"), (client) -> {
			client.ping();
			client.ping();
		});
		assertThat(server.findAll(getRequestedFor(urlEqualTo(VAPID)))).hasSize(2)
			.noneMatch((request) -> request.containsHeader("Cookie"));
	}

	@Test
	void retrySettingsCount() {
		server.stubFor(get(VAPID).willReturn(status(503)));
		withClient(
				this.runner.withPropertyValues("lunogram.retry.max-attempts=2", "lunogram.retry.initial-backoff=1ms"),
				(client) -> assertThatExceptionOfType(LunogramApiException.class)
					.isThrownBy(() -> client.push().vapidPublicKey()));
		server.verify(2, getRequestedFor(urlEqualTo(VAPID)));
	}

	@Test
	void eventsInDoubtAreRepeatedOnlyWhenAskedFor() {
		server.stubFor(post(EVENTS).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
		Consumer<LunogramClient> call = (client) -> assertThatExceptionOfType(LunogramTransportException.class)
			.isThrownBy(() -> client.users().events().post(event()));
		ApplicationContextRunner quick = this.runner.withPropertyValues("lunogram.retry.initial-backoff=1ms");
		withClient(quick, call);
		server.verify(1, postRequestedFor(urlEqualTo(EVENTS)));
		withClient(quick.withPropertyValues("lunogram.retry.events-in-doubt=true"), call);
		server.verify(1 + 3, postRequestedFor(urlEqualTo(EVENTS)));
	}

	@Test
	void jacksonSettingsOfTheApplicationDontReachTheWire() {
		server.stubFor(post(EVENTS).willReturn(status(202)));
		withClient(
				this.runner.withPropertyValues("spring.jackson.property-naming-strategy=UPPER_CAMEL_CASE",
						"spring.jackson.default-property-inclusion=always"),
				(client) -> client.users().events().post(event()));
		server.verify(postRequestedFor(urlEqualTo(EVENTS)).withRequestBody(equalToJson("""
				[{"name":"order.completed","identifier":[{"external_id":"user-1"}],"data":{"firstItem":1}}]""")));
	}

	@Test
	void customizersOfEveryRestClientApply() {
		server.stubFor(vapid());
		withClient(this.runner.withBean(RestClientCustomizer.class,
				() -> (restClient) -> restClient.defaultHeader("X-Tenant", "acme")), LunogramClient::ping);
		server.verify(getRequestedFor(urlEqualTo(VAPID)).withHeader("X-Tenant", equalTo("acme")));
	}

	@Test
	void customizersOfEveryRestClientCannotTakeTheKeyElsewhere() {
		server.stubFor(vapid());
		withClient(this.runner.withBean(RestClientCustomizer.class,
				() -> (restClient) -> restClient.baseUrl("http://elsewhere.example")
					.defaultHeader(HttpHeaders.AUTHORIZATION, "Basic other")),
				LunogramClient::ping);
		server.verify(
				getRequestedFor(urlEqualTo(VAPID)).withHeader(HttpHeaders.AUTHORIZATION, equalTo("Bearer sk_secret")));
	}

	@Test
	void requestsAreObserved() {
		server.stubFor(post(anyUrl()).willReturn(status(202)));
		TestObservationRegistry registry = TestObservationRegistry.create();
		withClient(
				this.runner.withBean(TestObservationRegistry.class, () -> registry)
					.withPropertyValues("lunogram.project-id=11111111-2222-3333-4444-555555555555"),
				(client) -> client.users().events().post(event()));
		TestObservationRegistryAssert.assertThat(registry)
			.hasObservationWithNameEqualTo("http.client.requests")
			.that()
			.hasBeenStopped()
			.hasLowCardinalityKeyValue("uri", "/api/client/projects/{projectID}/users/events")
			.hasLowCardinalityKeyValue("status", "202");
	}

	@Test
	void requestsAreObservedWithoutHttpClientsOfSpringBoot() {
		server.stubFor(vapid());
		TestObservationRegistry registry = TestObservationRegistry.create();
		withClient(this.alone.withBean(TestObservationRegistry.class, () -> registry), LunogramClient::ping);
		TestObservationRegistryAssert.assertThat(registry)
			.hasObservationWithNameEqualTo("http.client.requests")
			.that()
			.hasBeenStopped()
			.hasLowCardinalityKeyValue("uri", VAPID);
	}

	@Test
	void propertiesCountWithoutHttpClientsOfSpringBoot() {
		server.stubFor(get(VAPID).willReturn(okJson("{\"public_key\":\"k\"}").withFixedDelay(600_000)));
		withClient(this.alone.withPropertyValues("lunogram.read-timeout=150ms"),
				(client) -> assertThatExceptionOfType(LunogramTransportException.class).isThrownBy(client::ping)
					.withCauseInstanceOf(HttpTimeoutException.class));
		server.verify(
				getRequestedFor(urlEqualTo(VAPID)).withHeader(HttpHeaders.AUTHORIZATION, equalTo("Bearer sk_secret")));
	}

	@Test
	void redirectsAreNotFollowedWithoutHttpClientsOfSpringBoot() {
		server.stubFor(get(VAPID).willReturn(temporaryRedirect("/elsewhere")));
		withClient(
				this.alone.withBean(LunogramClientBuilderCustomizer.class,
						() -> (builder) -> builder.httpClient((client) -> client.followRedirects(Redirect.ALWAYS))),
				(client) -> assertThatExceptionOfType(LunogramApiException.class).isThrownBy(client::ping));
		server.verify(0, anyRequestedFor(urlEqualTo("/elsewhere")));
	}

	@Test
	void sharedSettingsCountWithoutRestClientsOfSpringBoot() {
		server.stubFor(vapid());
		AtomicInteger calls = new AtomicInteger();
		ClientHttpRequestFactoryBuilder<?> builder = ClientHttpRequestFactoryBuilder.jdk()
			.withHttpClientCustomizer((client) -> calls.incrementAndGet());
		withClient(
				this.withoutRestClient.withClassLoader(new FilteredClassLoader("org.springframework.boot.restclient"))
					.withBean(ClientHttpRequestFactoryBuilder.class, () -> builder),
				LunogramClient::ping);
		assertThat(calls).hasValue(1);
	}

	private static UserEvent event() {
		return UserEvent.builder("order.completed").user("user-1").data("firstItem", 1).build();
	}

	private static MappingBuilder vapid() {
		return get(VAPID).willReturn(okJson("{\"public_key\":\"k\"}"));
	}

	private static void withClient(ApplicationContextRunner runner, Consumer<LunogramClient> call) {
		runner.run((context) -> {
			assertThat(context).hasNotFailed();
			call.accept(context.getBean(LunogramClient.class));
		});
	}

}
