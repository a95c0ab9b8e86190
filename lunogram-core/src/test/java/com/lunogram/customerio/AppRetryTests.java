package com.lunogram.customerio;

import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.lunogram.http.RetryPolicy;
import com.lunogram.support.CustomerIoServer;
import org.junit.jupiter.api.AfterEach;
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
 * Which calls are repeated after which failures: nobody is to get a message twice.
 */
class AppRetryTests {

	@RegisterExtension
	static final CustomerIoServer server = CustomerIoServer.forBadAnswers();

	private final CustomerIoAppClient client = server.appBuilder().retry(policy(false)).build();

	@AfterEach
	void close() {
		this.client.close();
	}

	static List<AppCall> calls() {
		return AppCall.all();
	}

	@ParameterizedTest
	@MethodSource("calls")
	void aServerErrorIsTriedAgainOnlyByWhatReads(AppCall call) {
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
	void aLostAnswerIsAskedForAgainOnlyByWhatReads(AppCall call) {
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
	void aLimitedRateIsWaitedForWithEverything(AppCall call) {
		answers(json(429, "{}").withHeader("Retry-After", "0"), json(200, call.answer()));
		assertThat(call.call().apply(this.client)).isEqualTo(call.result());
		assertThatBothAreTheSame();
	}

	@ParameterizedTest
	@MethodSource("calls")
	void aConnectionThatFailsIsTriedAgainWithEverything(AppCall call) {
		server.answerJson(200, call.answer());
		AtomicInteger attempts = new AtomicInteger();
		try (CustomerIoAppClient flaky = server.appBuilder()
			.retry(policy(false))
			.restClient((restClient) -> restClient.requestInterceptor((request, body, execution) -> {
				if (attempts.incrementAndGet() == 1) {
					throw new ConnectException("refused");
				}
				return execution.execute(request, body);
			}))
			.build()) {
			assertThat(call.call().apply(flaky)).isEqualTo(call.result());
		}
		assertThat(attempts).hasValue(2);
		assertThat(server.requests()).hasSize(1);
	}

	@Test
	void whatMayDoubleIsTriedAgainIfToldTo() {
		try (CustomerIoAppClient doubling = server.appBuilder().retry(policy(true)).build()) {
			for (AppCall call : AppCall.all()) {
				server.wireMock().resetAll();
				answers(aResponse().withStatus(500), json(200, call.answer()));
				assertThat(call.call().apply(doubling)).isEqualTo(call.result());
				assertThatBothAreTheSame();
			}
		}
	}

	private static RetryPolicy policy(boolean eventsInDoubt) {
		return new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMinutes(1), eventsInDoubt);
	}

	private static void answers(ResponseDefinitionBuilder first, ResponseDefinitionBuilder then) {
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
		assertThat(requests.get(1).getUrl()).isEqualTo(requests.get(0).getUrl());
		assertThat(requests.get(1).getBodyAsString()).isEqualTo(requests.get(0).getBodyAsString());
	}

}
