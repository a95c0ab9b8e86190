package com.lunogram.customerio;

import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.lunogram.support.CustomerIoServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.lunogram.support.DocumentedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Where a redirect of the App API is followed to, and where it is not.
 */
class AppRedirectTests {

	private static final String EU = "https://api-eu.customer.io";

	@RegisterExtension
	static final CustomerIoServer us = CustomerIoServer.forBadAnswers();

	@RegisterExtension
	static final CustomerIoServer eu = CustomerIoServer.forBadAnswers();

	@RegisterExtension
	static final CustomerIoServer elsewhere = CustomerIoServer.forBadAnswers();

	private @Nullable CustomerIoAppClient client;

	@AfterEach
	void close() {
		if (this.client != null) {
			this.client.close();
		}
	}

	static List<AppCall> calls() {
		return AppCall.all();
	}

	@ParameterizedTest
	@MethodSource("calls")
	void followsToTheOtherRegionWithAllThatTheRequestHad(AppCall call) {
		us.answer(json(301, "{\"errors\":[{\"detail\":\"wrong datacenter\",\"status\":\"301\"}]}")
			.withHeader("Location", EU + call.path()));
		eu.answerJson(200, call.answer());
		assertThat(call.call().apply(client())).isEqualTo(call.result());
		LoggedRequest first = us.onlyRequest();
		LoggedRequest second = eu.onlyRequest();
		assertThat(second.getMethod().getName()).isEqualTo(call.method());
		assertThat(second.getUrl()).isEqualTo(call.path());
		assertThat(second.getBodyAsString()).isEqualTo(call.request());
		assertThat(second.getHeader("Authorization")).isEqualTo(first.getHeader("Authorization"))
			.isEqualTo("Bearer " + CustomerIoServer.APP_API_KEY);
	}

	@Test
	void followsOnce() {
		us.answer(aResponse().withStatus(301).withHeader("Location", EU + "/v1/exports"));
		eu.answer(aResponse().withStatus(301).withHeader("Location", "https://api.customer.io/v1/exports"));
		assertThat(refused().status()).isEqualTo(301);
		assertThat(us.requests()).hasSize(1);
		assertThat(eu.requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.example/v1/exports", "http://api-eu.customer.io/v1/exports",
			"https://api-eu.customer.io.evil.example/", "https://api-eu.customer.io@evil.example/",
			"https://api-eu.customer.io:8443/", "https://track-eu.customer.io/v1/exports", "https://evil.customer.io/",
			"https://api.customer.io/elsewhere", "/v1/elsewhere", "" })
	void leadsTheKeyNowhereElse(String location) {
		elsewhere.answerJson(200, "{}");
		eu.answerJson(200, "{}");
		us.answer(aResponse().withStatus(307).withHeader("Location", location));
		CustomerIoApiException ex = refused();
		assertThat(ex.status()).isEqualTo(307);
		assertThat(ex).hasMessageContaining("a redirect, which is only followed to the other region");
		assertThat(us.requests()).hasSize(1);
		assertThat(eu.requests()).isEmpty();
		assertThat(elsewhere.requests()).isEmpty();
	}

	private CustomerIoAppClient client() {
		this.client = us.appBuilder()
			.baseUrl(null)
			.region(CustomerIoRegion.US)
			.requestFactory(CustomerIoServer.standingInFor(Map.of("api.customer.io", us, "api-eu.customer.io", eu,
					"track-eu.customer.io", elsewhere, "evil.example", elsewhere, "evil.customer.io", elsewhere,
					"api-eu.customer.io.evil.example", elsewhere)))
			.build();
		return this.client;
	}

	private CustomerIoApiException refused() {
		return catchThrowableOfType(CustomerIoApiException.class, () -> client().exports());
	}

}
