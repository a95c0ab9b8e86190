package com.lunogram;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.lunogram.http.RetryPolicy;
import com.lunogram.model.ExternalId;
import com.lunogram.support.BrokenHandler;
import com.lunogram.support.StubRequestFactory;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpRequestInterceptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * What a client is built from.
 */
class SettingsTests {

	private static final ClientHttpRequestInterceptor FORBID = (request, body, execution) -> {
		throw new IOException("not expected");
	};

	@Test
	void demandsAKey() {
		assertThatExceptionOfType(LunogramConfigurationException.class)
			.isThrownBy(() -> LunogramClient.builder().build())
			.withMessageStartingWith("api-key is missing")
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo("api-key"))
			.satisfies((ex) -> assertThat(ex.getMessage())
				.isEqualTo(ex.setting() + " " + ex.reason() + ". " + ex.remedy()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "Bearer sk_x", "sk_x\n", "sk_x\r\nX-Evil: 1", " sk_x", "sk x", "\"sk_x\"",
			"'sk_x'", "sk_\u00FC", "sk_\0", "sk_\u2028" })
	void refusesWhatIsNoKeyAndDoesNotSayIt(String key) {
		assertThatExceptionOfType(LunogramConfigurationException.class)
			.isThrownBy(() -> LunogramClient.builder().apiKey(key).build())
			.withMessageStartingWith("api-key ")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("sk_x").doesNotContain("Evil"));
	}

	@ParameterizedTest
	@CsvSource({ "https://lunogram.example, https://lunogram.example", "https://lunogram.example/,",
			"https://lunogram.example/api,", "https://lunogram.example/api/,", "https://lunogram.example///,",
			"' https://lunogram.example ',", "https://lunogram.example:8443/api, https://lunogram.example:8443",
			"https://h.example/base, https://h.example/base", "https://h.example/base/api/, https://h.example/base",
			"https://h.example/myapi, https://h.example/myapi", "https://api, https://api", "https://api/, https://api",
			"https://api/api, https://api", "http://localhost:8080, http://localhost:8080",
			"http://LOCALHOST:8080, http://LOCALHOST:8080", "http://127.0.0.1:1, http://127.0.0.1:1",
			"http://127.1.2.3, http://127.1.2.3", "http://[::1]:80, http://[::1]:80",
			"http://app.localhost/api, http://app.localhost", "HTTPS://h.example, https://h.example" })
	void takesTheAddressOfAServerHoweverItEnds(String baseUrl, @Nullable String root) {
		StubRequestFactory server = StubRequestFactory.answering(204);
		LunogramClient.builder()
			.apiKey("k")
			.baseUrl(baseUrl)
			.requestFactory(server)
			.build()
			.users()
			.delete(ExternalId.of("u"));
		assertThat(server.sent().get(0).uri())
			.hasToString(((root != null) ? root : "https://lunogram.example") + "/api/client/users");
	}

	@ParameterizedTest
	@CsvSource({ "'',is no absolute", "lunogram.example,is no absolute", "/api,is no absolute",
			"ftp://lunogram.example,is no absolute", "https://,is no URL", "https:///api,is no absolute",
			"ht tp://x,is no URL", "https://user:secret@h.example,has a user", "https://h.example?a=b,has a user",
			"https://h.example#f,has a user", "https://h.example:70000,has a port", "https://{h}/,is no URL",
			"http://lunogram.example,unencrypted", "http://10.0.0.1,unencrypted",
			"http://localhost.evil.example,unencrypted", "http://127.0.0.1.evil.example,unencrypted",
			"http://notlocalhost,unencrypted", "http://0.0.0.0,unencrypted", "http://[::2],unencrypted" })
	void refusesOtherAddresses(String baseUrl, String reason) {
		assertThatExceptionOfType(LunogramConfigurationException.class)
			.isThrownBy(() -> LunogramClient.builder().apiKey("k").baseUrl(baseUrl).build())
			.withMessageStartingWith("base-url ")
			.withMessageContaining(reason)
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret"));
	}

	@Test
	void sendsInPlainTextIfAllowed() {
		StubRequestFactory server = StubRequestFactory.answering(204);
		LunogramClient.builder()
			.apiKey("k")
			.baseUrl("http://lunogram.example")
			.allowInsecureUrl(true)
			.requestFactory(server)
			.build()
			.users()
			.delete(ExternalId.of("u"));
		assertThat(server.sent().get(0).uri()).hasToString("http://lunogram.example/api/client/users");
	}

	@Test
	void goesToTheHostedServerUnlessTold() {
		StubRequestFactory server = StubRequestFactory.answering(204);
		LunogramClient.builder().apiKey("k").requestFactory(server).build().users().delete(ExternalId.of("u"));
		assertThat(server.sent().get(0).uri().getHost()).isEqualTo("console.lunogram.com");
	}

	@Test
	void demandsPositiveTimes() {
		assertThatExceptionOfType(LunogramConfigurationException.class)
			.isThrownBy(() -> LunogramClient.builder().apiKey("k").connectTimeout(Duration.ZERO).build())
			.withMessageStartingWith("connect-timeout is not positive");
		assertThatExceptionOfType(LunogramConfigurationException.class)
			.isThrownBy(() -> LunogramClient.builder().apiKey("k").readTimeout(Duration.ofSeconds(-1)).build())
			.withMessageStartingWith("read-timeout is not positive");
	}

	@Test
	void demandsTimesThatSomebodyMayWaitFor() {
		Duration day = Duration.ofDays(1);
		LunogramClient.builder().apiKey("k").connectTimeout(day).readTimeout(day).build().close();
		assertThatExceptionOfType(LunogramConfigurationException.class)
			.isThrownBy(() -> LunogramClient.builder().apiKey("k").connectTimeout(day.plusNanos(1)).build())
			.withMessageStartingWith("connect-timeout is longer than a day");
		assertThatExceptionOfType(LunogramConfigurationException.class)
			.isThrownBy(() -> LunogramClient.builder().apiKey("k").readTimeout(Duration.ofDays(200_000)).build())
			.withMessageStartingWith("read-timeout is longer than a day");
	}

	@Test
	void demandsARetryPolicyThatEnds() {
		Duration second = Duration.ofSeconds(1);
		assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(0, second, second, second, false))
			.withMessageStartingWith("max-attempts");
		assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(1, Duration.ZERO, second, second, false))
			.withMessageStartingWith("initial-backoff");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RetryPolicy(1, second, Duration.ofMillis(999), second, false))
			.withMessageStartingWith("max-backoff");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RetryPolicy(2, Duration.ofDays(200_000), Duration.ofDays(200_000), second, false))
			.withMessageStartingWith("max-backoff must not be more than a day");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RetryPolicy(1, second, second, Duration.ofSeconds(-1), false))
			.withMessageStartingWith("max-elapsed");
	}

	@Test
	void tellsWhereItSendsToButNotTheKey() {
		UUID project = new UUID(1, 2);
		LunogramClient client = LunogramClient.builder().apiKey("sk_secret").projectId(project).build();
		assertThat(client).hasToString("LunogramClient[https://console.lunogram.com, project " + project + "]");
		client.close();
	}

	@Test
	void whatACustomizerThrowsStopsTheBuild() {
		LunogramClientBuilder builder = LunogramClient.builder().apiKey("k").restClient((restClient) -> {
			throw new IllegalStateException("wrong");
		});
		assertThatIllegalStateException().isThrownBy(builder::build).withMessage("wrong");
	}

	@Test
	void whatIsSetAfterTheBuildIsOfNoAccount() {
		StubRequestFactory server = StubRequestFactory.answering(204);
		LunogramClientBuilder builder = LunogramClient.builder().apiKey("k").requestFactory(server);
		LunogramClient client = builder.build();
		builder.apiKey("other").baseUrl("https://other.example").projectId(new UUID(0, 1)).requestInterceptor(FORBID);
		client.users().delete(ExternalId.of("u"));
		assertThat(server.sent()).singleElement().satisfies((request) -> {
			assertThat(request.uri()).hasToString("https://console.lunogram.com/api/client/users");
			assertThat(request.headers().getFirst(HttpHeaders.AUTHORIZATION)).isEqualTo("Bearer k");
		});
	}

	@Test
	void interceptorsGoInsideOfThoseOfCustomizers() {
		StubRequestFactory server = StubRequestFactory.answering(204);
		List<String> order = new ArrayList<>();
		LunogramClient.builder()
			.apiKey("k")
			.requestFactory(server)
			.requestInterceptor(noting("inner", order))
			.restClient((restClient) -> restClient.requestInterceptor(noting("outer", order)))
			.build()
			.users()
			.delete(ExternalId.of("u"));
		assertThat(order).containsExactly("outer", "inner");
	}

	@Test
	void requestsAreObserved() {
		List<String> observed = new ArrayList<>();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				observed.add(context.getName());
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		LunogramClient.builder()
			.apiKey("k")
			.requestFactory(StubRequestFactory.answering(204))
			.observationRegistry(registry)
			.build()
			.users()
			.delete(ExternalId.of("u"));
		assertThat(observed).containsExactly("http.client.requests");
	}

	@ParameterizedTest
	@EnumSource(names = { "ON_SCOPE_CLOSED", "ON_STOP" })
	void whatAHandlerOfObservationsThrowsAfterARequestChangesNothing(BrokenHandler handler) {
		ObservationRegistry registry = handler.registry();
		StubRequestFactory server = StubRequestFactory.answering(204);
		LunogramClient client = LunogramClient.builder()
			.apiKey("k")
			.requestFactory(server)
			.observationRegistry(registry)
			.build();
		assertThatNoException().isThrownBy(() -> client.users().delete(ExternalId.of("u")));
		assertThat(server.sent()).hasSize(1);
		// Spring's client leaves it open then.
		registry.setCurrentObservationScope(null);
	}

	private static ClientHttpRequestInterceptor noting(String name, List<String> order) {
		return (request, body, execution) -> {
			order.add(name);
			return execution.execute(request, body);
		};
	}

}
