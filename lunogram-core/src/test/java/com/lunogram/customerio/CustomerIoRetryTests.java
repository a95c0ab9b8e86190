package com.lunogram.customerio;

import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.lunogram.http.RetryPolicy;
import com.lunogram.support.CustomerIoServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.lunogram.support.DocumentedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which calls are repeated after which failures. The methods {@code calls()} of those who
 * extend this give all calls of the client.
 *
 * @param <C> the client
 * @param <B> its builder
 * @param <T> its calls
 */
abstract class CustomerIoRetryTests<C extends AutoCloseable, B extends CustomerIoClientBuilder<B>, T extends CustomerIoCall<C>> {

	static final ResponseDefinitionBuilder LIMITED = json(429, "{}").withHeader("Retry-After", "0");

	@RegisterExtension
	static final CustomerIoServer server = CustomerIoServer.forBadAnswers();

	private final List<T> calls;

	private final List<C> opened = new ArrayList<>();

	@SuppressWarnings("NullAway.Init")
	C client;

	CustomerIoRetryTests(List<T> calls) {
		this.calls = calls;
	}

	/** The builder of a client that tries once. */
	abstract B builder();

	/** What a builder builds. */
	abstract C build(B builder);

	@BeforeEach
	void open() {
		this.client = open(builder().retry(policy(false)));
	}

	private C open(B builder) {
		C opened = build(builder);
		this.opened.add(opened);
		return opened;
	}

	@AfterEach
	void close() throws Exception {
		for (C client : this.opened) {
			client.close();
		}
	}

	@ParameterizedTest
	@MethodSource("calls")
	void aServerErrorIsTriedAgainUnlessThatMayDoubleSomething(T call) {
		answers(aResponse().withStatus(500), json(200, call.answer()));
		if (call.doubles()) {
			assertThatExceptionOfType(CustomerIoServerException.class).isThrownBy(() -> call.call().apply(this.client));
			assertThat(server.requests()).hasSize(1);
		}
		else {
			assertThat(call.call().apply(this.client)).isEqualTo(call.result());
			assertThatBothAreTheSame();
		}
	}

	@ParameterizedTest
	@MethodSource("calls")
	void aLostAnswerIsTriedAgainUnlessThatMayDoubleSomething(T call) {
		answers(aResponse().withFault(Fault.EMPTY_RESPONSE), json(200, call.answer()));
		if (call.doubles()) {
			assertThatExceptionOfType(CustomerIoTransportException.class)
				.isThrownBy(() -> call.call().apply(this.client))
				.satisfies((ex) -> assertThat(ex.mayHaveBeenDelivered()).isTrue());
			assertThat(server.requests()).hasSize(1);
		}
		else {
			assertThat(call.call().apply(this.client)).isEqualTo(call.result());
			assertThatBothAreTheSame();
		}
	}

	@ParameterizedTest
	@MethodSource("calls")
	void aLimitedRateIsWaitedForWithEverything(T call) {
		answers(LIMITED, json(200, call.answer()));
		assertThat(call.call().apply(this.client)).isEqualTo(call.result());
		assertThatBothAreTheSame();
	}

	@ParameterizedTest
	@MethodSource("calls")
	void aConnectionThatFailsIsTriedAgainWithEverything(T call) {
		server.answerJson(200, call.answer());
		AtomicInteger attempts = new AtomicInteger();
		C flaky = open(builder().retry(policy(false))
			.restClient((restClient) -> restClient.requestInterceptor((request, body, execution) -> {
				if (attempts.incrementAndGet() == 1) {
					throw new ConnectException("refused");
				}
				return execution.execute(request, body);
			})));
		assertThat(call.call().apply(flaky)).isEqualTo(call.result());
		assertThat(attempts).hasValue(2);
		assertThat(server.requests()).hasSize(1);
	}

	@Test
	void whatMayDoubleIsTriedAgainIfToldTo() {
		C doubling = open(builder().retry(policy(true)));
		for (T call : this.calls) {
			server.wireMock().resetAll();
			answers(aResponse().withStatus(500), json(200, call.answer()));
			assertThat(call.call().apply(doubling)).isEqualTo(call.result());
			assertThatBothAreTheSame();
		}
	}

	private static RetryPolicy policy(boolean eventsInDoubt) {
		return new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMinutes(1), eventsInDoubt);
	}

	static void answers(ResponseDefinitionBuilder first, ResponseDefinitionBuilder then) {
		server.wireMock()
			.stubFor(any(anyUrl()).inScenario("s")
				.whenScenarioStateIs(Scenario.STARTED)
				.willReturn(first)
				.willSetStateTo("then"));
		server.wireMock().stubFor(any(anyUrl()).inScenario("s").whenScenarioStateIs("then").willReturn(then));
	}

	private static void assertThatBothAreTheSame() {
		List<LoggedRequest> requests = server.requests();
		assertThat(requests).hasSize(2);
		assertThat(requests.get(1).getMethod()).isEqualTo(requests.get(0).getMethod());
		assertThat(requests.get(1).getUrl()).isEqualTo(requests.get(0).getUrl());
		assertThat(requests.get(1).getBodyAsString()).isEqualTo(requests.get(0).getBodyAsString());
	}

}
