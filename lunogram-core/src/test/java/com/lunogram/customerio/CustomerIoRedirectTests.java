package com.lunogram.customerio;

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
 * Where a redirect is followed to, and where it is not. The methods {@code calls()} of
 * those who extend this give all calls of the client.
 *
 * @param <C> the client
 * @param <B> its builder
 * @param <T> its calls
 */
abstract class CustomerIoRedirectTests<C extends AutoCloseable, B extends CustomerIoClientBuilder<B>, T extends CustomerIoCall<C>> {

	private static final String WRONG_DATACENTER = """
			{"errors":[{"detail":"wrong datacenter","status":"301"}]}""";

	@RegisterExtension
	static final CustomerIoServer us = CustomerIoServer.forBadAnswers();

	@RegisterExtension
	static final CustomerIoServer eu = CustomerIoServer.forBadAnswers();

	@RegisterExtension
	static final CustomerIoServer elsewhere = CustomerIoServer.forBadAnswers();

	private final String usHost;

	private final String euHost;

	private final String otherApi;

	private final String authorization;

	private final T sample;

	private @Nullable C client;

	/**
	 * Tests of one API.
	 * @param api first part of its host in the region US
	 * @param otherApi the same of the other API
	 * @param authorization what its requests carry
	 * @param sample any of its calls
	 */
	CustomerIoRedirectTests(String api, String otherApi, String authorization, T sample) {
		this.usHost = api + ".customer.io";
		this.euHost = api + "-eu.customer.io";
		this.otherApi = otherApi + "-eu.customer.io";
		this.authorization = authorization;
		this.sample = sample;
	}

	/** The builder of a client that tries once. */
	abstract B builder();

	/** What a builder builds. */
	abstract C build(B builder);

	@BeforeEach
	void elsewhereAnswersToo() {
		us.answerJson(200, "{}");
		eu.answerJson(200, "{}");
		elsewhere.answerJson(200, "{}");
	}

	@AfterEach
	void close() throws Exception {
		if (this.client != null) {
			this.client.close();
		}
	}

	C client(CustomerIoRegion region) {
		this.client = build(
				builder().baseUrl(null)
					.region(region)
					.requestFactory(CustomerIoServer.standingInFor(Map.of(this.usHost, us, this.euHost, eu,
							this.otherApi, elsewhere, "evil.example", elsewhere, "evil.customer.io", elsewhere,
							this.euHost + ".evil.example", elsewhere))));
		return this.client;
	}

	private CustomerIoApiException refused(C client) {
		return catchThrowableOfType(CustomerIoApiException.class, () -> this.sample.call().apply(client));
	}

	@ParameterizedTest
	@MethodSource("calls")
	void followsToTheOtherRegionWithAllThatTheRequestHad(T call) {
		us.answer(json(301, WRONG_DATACENTER).withHeader("Location", "https://" + this.euHost + call.path()));
		eu.answerJson(200, call.answer());
		assertThat(call.call().apply(client(CustomerIoRegion.US))).isEqualTo(call.result());
		LoggedRequest first = us.onlyRequest();
		LoggedRequest second = eu.onlyRequest();
		assertThat(second.getMethod().getName()).isEqualTo(call.method());
		assertThat(second.getUrl()).isEqualTo(call.path());
		assertThat(second.getBodyAsString()).isEqualTo(call.request());
		assertThat(second.getHeader("Authorization")).isEqualTo(first.getHeader("Authorization"))
			.isEqualTo(this.authorization);
		assertThat(second.getHeader("Content-Type")).isEqualTo(first.getHeader("Content-Type"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 307, 308 })
	void followsEveryKindOfRedirectInBothDirections(int status) {
		eu.answer(aResponse().withStatus(status).withHeader("Location", "https://" + this.usHost + this.sample.path()));
		us.answerJson(200, this.sample.answer());
		assertThat(this.sample.call().apply(client(CustomerIoRegion.EU))).isEqualTo(this.sample.result());
		assertThat(us.onlyRequest().getUrl()).isEqualTo(this.sample.path());
		assertThat(us.onlyRequest().getMethod().getName()).isEqualTo(this.sample.method());
		assertThat(us.onlyRequest().getBodyAsString()).isEqualTo(this.sample.request());
	}

	@Test
	void followsOnce() {
		us.answer(aResponse().withStatus(301).withHeader("Location", "https://" + this.euHost + this.sample.path()));
		eu.answer(aResponse().withStatus(301).withHeader("Location", "https://" + this.usHost + this.sample.path()));
		assertThat(refused(client(CustomerIoRegion.US)).status()).isEqualTo(301);
		assertThat(us.requests()).hasSize(1);
		assertThat(eu.requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.example/path", "http://EU/path", "https://EU.evil.example/",
			"https://EU@evil.example/", "https://evil@EU/", "https://EU:8443/", "https://OTHER-API/",
			"https://evil.customer.io/", "https://US/elsewhere", "/elsewhere", "//evil.example/",
			"https://evil.example\\@EU/", "", "not a url" })
	void leadsTheCredentialsNowhereElse(String location) {
		us.answer(aResponse().withStatus(307)
			.withHeader("Location",
					location.replace("EU", this.euHost)
						.replace("US", this.usHost)
						.replace("OTHER-API", this.otherApi)));
		CustomerIoApiException ex = refused(client(CustomerIoRegion.US));
		assertThat(ex.status()).isEqualTo(307);
		assertThat(ex).hasMessageContaining("a redirect, which is only followed to the other region");
		assertThat(us.requests()).hasSize(1);
		assertThat(eu.requests()).isEmpty();
		assertThat(elsewhere.requests()).isEmpty();
	}

	@Test
	void tellsWhatTheAnswerSaysOfARedirect() {
		us.answer(json(301, WRONG_DATACENTER).withHeader("Location", "https://evil.example/"));
		assertThat(refused(client(CustomerIoRegion.US))).hasMessageEndingWith("The answer says: wrong datacenter");
	}

	@ParameterizedTest
	@ValueSource(ints = { 300, 303, 304, 305 })
	void otherStatusesAreNoRedirectsThatKeepARequest(int status) {
		us.answer(aResponse().withStatus(status).withHeader("Location", "https://" + this.euHost + this.sample.path()));
		assertThat(refused(client(CustomerIoRegion.US)).status()).isEqualTo(status);
		assertThat(eu.requests()).isEmpty();
	}

	@Test
	void aServerOfOnesOwnHasNoOtherRegion() {
		us.answer(aResponse().withStatus(301).withHeader("Location", "https://" + this.euHost + this.sample.path()));
		this.client = build(builder());
		assertThat(refused(this.client).status()).isEqualTo(301);
		assertThat(eu.requests()).isEmpty();
	}

}
