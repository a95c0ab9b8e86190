package com.lunogram.customerio;

import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.lunogram.support.CustomerIoServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
 * Where a redirect is followed to, and where it is not.
 */
class TrackRedirectTests {

	private static final String US = "https://track.customer.io";

	private static final String EU = "https://track-eu.customer.io";

	@RegisterExtension
	static final CustomerIoServer us = CustomerIoServer.forBadAnswers();

	@RegisterExtension
	static final CustomerIoServer eu = CustomerIoServer.forBadAnswers();

	@RegisterExtension
	static final CustomerIoServer elsewhere = CustomerIoServer.forBadAnswers();

	private @Nullable CustomerIoTrackClient client;

	@BeforeEach
	void elsewhereAnswersToo() {
		us.answerJson(200, "{}");
		eu.answerJson(200, "{}");
		elsewhere.answerJson(200, "{}");
	}

	@AfterEach
	void close() {
		if (this.client != null) {
			this.client.close();
		}
	}

	static List<TrackCall> calls() {
		return TrackCall.all();
	}

	@ParameterizedTest
	@MethodSource("calls")
	void followsToTheOtherRegionWithAllThatTheRequestHad(TrackCall call) {
		us.answer(json(301, "{\"errors\":[{\"detail\":\"wrong datacenter\",\"status\":\"301\"}]}")
			.withHeader("Location", EU + call.path()));
		eu.answerJson(200, call.answer());
		assertThat(call.call().apply(client(CustomerIoRegion.US))).isEqualTo(call.result());
		LoggedRequest first = us.onlyRequest();
		LoggedRequest second = eu.onlyRequest();
		assertThat(second.getMethod().getName()).isEqualTo(call.method());
		assertThat(second.getUrl()).isEqualTo(call.path());
		assertThat(second.getBodyAsString()).isEqualTo(call.request());
		assertThat(second.getHeader("Authorization")).isEqualTo(first.getHeader("Authorization")).startsWith("Basic ");
		assertThat(second.getHeader("Content-Type")).isEqualTo(first.getHeader("Content-Type"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 307, 308 })
	void followsEveryKindOfRedirectInBothDirections(int status) {
		String id = "a/b+c%2F \u00FC";
		String path = "/api/v1/customers/a%2Fb%2Bc%252F%20%C3%BC";
		eu.answer(aResponse().withStatus(status).withHeader("Location", US + path));
		client(CustomerIoRegion.EU).identify(id, Map.of("a", 1));
		assertThat(us.onlyRequest().getUrl()).isEqualTo(path);
		assertThat(us.onlyRequest().getMethod().getName()).isEqualTo("PUT");
		assertThat(us.onlyRequest().getBodyAsString()).isEqualTo("{\"a\":1}");
	}

	@Test
	void followsOnce() {
		us.answer(aResponse().withStatus(301).withHeader("Location", EU + "/api/v1/customers/u-1"));
		eu.answer(aResponse().withStatus(301).withHeader("Location", US + "/api/v1/customers/u-1"));
		CustomerIoApiException ex = refused(client(CustomerIoRegion.US));
		assertThat(ex.status()).isEqualTo(301);
		assertThat(us.requests()).hasSize(1);
		assertThat(eu.requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.example/api/v1/customers/u-1",
			"http://track-eu.customer.io/api/v1/customers/u-1", "https://track-eu.customer.io.evil.example/",
			"https://track-eu.customer.io@evil.example/", "https://evil@track-eu.customer.io/",
			"https://track-eu.customer.io:8443/", "https://api-eu.customer.io/", "https://evil.customer.io/",
			"https://track.customer.io/elsewhere", "/api/v1/customers/u-2", "//evil.example/",
			"https://evil.example\\@track-eu.customer.io/", "", "not a url" })
	void leadsTheCredentialsNowhereElse(String location) {
		us.answer(aResponse().withStatus(307).withHeader("Location", location));
		CustomerIoApiException ex = refused(client(CustomerIoRegion.US));
		assertThat(ex.status()).isEqualTo(307);
		assertThat(ex).hasMessageContaining("a redirect, which is only followed to the other region");
		assertThat(us.requests()).hasSize(1);
		assertThat(eu.requests()).isEmpty();
		assertThat(elsewhere.requests()).isEmpty();
	}

	@Test
	void tellsWhatTheAnswerSaysOfARedirect() {
		us.answer(json(301, "{\"errors\":[{\"detail\":\"wrong datacenter\",\"status\":\"301\"}]}")
			.withHeader("Location", "https://evil.example/"));
		assertThat(refused(client(CustomerIoRegion.US))).hasMessageEndingWith("The answer says: wrong datacenter");
	}

	@ParameterizedTest
	@ValueSource(ints = { 300, 303, 304, 305 })
	void otherStatusesAreNoRedirectsThatKeepARequest(int status) {
		us.answer(aResponse().withStatus(status).withHeader("Location", EU + "/api/v1/customers/u-1"));
		assertThat(refused(client(CustomerIoRegion.US)).status()).isEqualTo(status);
		assertThat(eu.requests()).isEmpty();
	}

	@Test
	void aServerOfOnesOwnHasNoOtherRegion() {
		us.answer(aResponse().withStatus(301).withHeader("Location", EU + "/api/v1/customers/u-1"));
		assertThat(refused(us.trackClient()).status()).isEqualTo(301);
		assertThat(eu.requests()).isEmpty();
	}

	private CustomerIoTrackClient client(CustomerIoRegion region) {
		this.client = us.trackBuilder()
			.baseUrl(null)
			.region(region)
			.requestFactory(CustomerIoServer.standingInFor(Map.of("track.customer.io", us, "track-eu.customer.io", eu,
					"evil.example", elsewhere, "evil.customer.io", elsewhere, "api-eu.customer.io", elsewhere,
					"track-eu.customer.io.evil.example", elsewhere)))
			.build();
		return this.client;
	}

	private static CustomerIoApiException refused(CustomerIoTrackClient client) {
		return catchThrowableOfType(CustomerIoApiException.class, () -> client.delete("u-1"));
	}

}
