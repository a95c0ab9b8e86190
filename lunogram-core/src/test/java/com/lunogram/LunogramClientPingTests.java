package com.lunogram;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okForContentType;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LunogramClient#ping()}.
 */
class LunogramClientPingTests {

	@RegisterExtension
	private static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort().http2PlainDisabled(true))
		.build();

	private LunogramClient client;

	@BeforeEach
	void build() {
		this.client = LunogramClient.builder().apiKey("sk_test").baseUrl(server.baseUrl()).build();
	}

	@AfterEach
	void close() {
		this.client.close();
	}

	@Test
	void asksWithTheKey() {
		answer(okJson("{\"public_key\":\"abc\"}"));
		this.client.ping();
		server.verify(1, getRequestedFor(urlEqualTo("/api/client/push/vapid")).withHeader("Authorization",
				equalTo("Bearer sk_test")));
	}

	@Test
	void serverWithoutPushKeyIsThereAllTheSame() {
		answer(aResponse().withStatus(404)
			.withHeader("Content-Type", "application/json")
			.withBody("{\"title\":\"not found\",\"detail\":\"no key\"}"));
		assertThatCode(this.client::ping).doesNotThrowAnyException();
	}

	@Test
	void unknownKeyIsTold() {
		answer(aResponse().withStatus(401));
		assertThatExceptionOfType(UnauthorizedException.class).isThrownBy(this.client::ping);
	}

	@ParameterizedTest
	@ValueSource(ints = { 429, 500, 503 })
	void nothingIsRepeated(int status) {
		answer(aResponse().withStatus(status).withHeader("Retry-After", "0"));
		assertThatExceptionOfType(LunogramApiException.class).isThrownBy(this.client::ping)
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(status));
		server.verify(1, getRequestedFor(urlEqualTo("/api/client/push/vapid")));
	}

	@Test
	void pageOfAnotherServerIsNoAnswer() {
		answer(okForContentType("text/html", "<html></html>"));
		assertThatExceptionOfType(LunogramResponseException.class).isThrownBy(this.client::ping);
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/html", "text/plain; charset=utf-8", "application/xml" })
	void pageNotFoundOfAnotherServerIsNoAnswer(String contentType) {
		answer(aResponse().withStatus(404).withHeader("Content-Type", contentType).withBody("404 page not found"));
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(this.client::ping);
	}

	private static void answer(ResponseDefinitionBuilder answer) {
		server.stubFor(get("/api/client/push/vapid").willReturn(answer));
	}

}
