package com.lunogram;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.lunogram.http.RetryPolicy;
import com.lunogram.model.Channel;
import com.lunogram.model.ExternalId;
import com.lunogram.model.InboxMessage;
import com.lunogram.model.Operation;
import com.lunogram.model.UpsertUserScheduledRequest;
import com.lunogram.model.UserEvent;
import com.lunogram.support.ClosedPort;
import com.lunogram.support.ContractServer;
import com.lunogram.support.Generation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.lunogram.support.ContractServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which calls are repeated after which failures, over the wire.
 */
class RetryTests {

	private static final UserEvent EVENT = UserEvent.builder("e").user("u").build();

	@RegisterExtension
	static final ContractServer server = ContractServer.forBadAnswers();

	private final LunogramClient client = client(false);

	@AfterEach
	void close() {
		this.client.close();
	}

	@ParameterizedTest
	@EnumSource
	void aServerErrorIsTriedAgainUnlessThatMayDoubleSomething(Operation operation) {
		SampleCall sample = SampleCall.of(operation);
		answers(aResponse().withStatus(500), OperationTests.success(sample));
		if (doubles(operation)) {
			assertThatExceptionOfType(ServerException.class).isThrownBy(() -> sample.call().apply(this.client));
			assertThat(server.requests()).hasSize(1);
		}
		else {
			assertThat(sample.call().apply(this.client)).isEqualTo(sample.result());
			assertThatAllAreTheSame(2);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aLostAnswerIsTriedAgainUnlessThatMayDoubleSomething(Operation operation) {
		SampleCall sample = SampleCall.of(operation);
		answers(aResponse().withFault(Fault.EMPTY_RESPONSE), OperationTests.success(sample));
		if (doubles(operation)) {
			assertThatExceptionOfType(LunogramTransportException.class)
				.isThrownBy(() -> sample.call().apply(this.client))
				.satisfies((ex) -> assertThat(ex.mayHaveBeenDelivered()).isTrue());
			assertThat(server.requests()).hasSize(1);
		}
		else {
			assertThat(sample.call().apply(this.client)).isEqualTo(sample.result());
			assertThatAllAreTheSame(2);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aRateLimitIsAlwaysTriedAgain(Operation operation) {
		SampleCall sample = SampleCall.of(operation);
		answers(json(429, "{}").withHeader("Retry-After", "0"),
				aResponse().withStatus(503).withHeader("Retry-After", "0"), OperationTests.success(sample));
		assertThat(sample.call().apply(this.client)).isEqualTo(sample.result());
		assertThatAllAreTheSame(3);
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 400, 401, 403, 404, 409, 413, 422 })
	void aRefusalIsFinal(int status) {
		server.answerJson(status, "{}");
		for (SampleCall sample : SampleCall.all()) {
			server.wireMock().resetRequests();
			assertThatExceptionOfType(LunogramApiException.class).isThrownBy(() -> sample.call().apply(this.client));
			assertThat(server.requests()).hasSize(1);
		}
	}

	@Test
	void aWrongSuccessIsFinal() {
		server.answerJson(200, "nonsense");
		assertThatExceptionOfType(LunogramResponseException.class).isThrownBy(this.client.push()::vapidPublicKey);
		assertThat(server.requests()).hasSize(1);
	}

	@Test
	void eventsInDoubtAreTriedAgainIfAsked() {
		answers(aResponse().withStatus(502), aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
				aResponse().withStatus(202));
		try (LunogramClient asked = client(true)) {
			asked.users().events().post(EVENT);
		}
		assertThatAllAreTheSame(3);
	}

	@Test
	void messagesInDoubtAreTriedAgainOnlyIfAnIdentifierGuardsThem() {
		InboxMessage guarded = InboxMessage.builder(Channel.INBOX, "m").user("u").build();
		InboxMessage mail = InboxMessage.builder(Channel.EMAIL, "m").user("u").build();
		answers(aResponse().withStatus(500), aResponse().withStatus(202));
		this.client.users().inbox().post(guarded);
		assertThatAllAreTheSame(2);
		for (boolean eventsInDoubt : List.of(true, false)) {
			server.wireMock().resetAll();
			answers(aResponse().withStatus(500), aResponse().withStatus(202));
			try (LunogramClient asked = client(eventsInDoubt)) {
				assertThatExceptionOfType(ServerException.class)
					.isThrownBy(() -> asked.users().inbox().post(guarded, mail));
			}
			assertThat(server.requests()).hasSize(1);
		}
	}

	@Test
	void aRequestThatWasNotSentIsTriedAgainEvenIfItIsAnEvent() throws Exception {
		RetryPolicy policy = new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(1), ContractServer.PATIENCE,
				false);
		RecordingInterceptor attempts = new RecordingInterceptor();
		try (ClosedPort closed = new ClosedPort();
				LunogramClient nobody = LunogramClient.builder()
					.apiKey("k")
					.baseUrl(closed.url())
					.connectTimeout(ContractServer.PATIENCE)
					.readTimeout(ContractServer.PATIENCE)
					.retry(policy)
					.restClient((rest) -> rest.requestInterceptor(attempts))
					.build()) {
			assertThatExceptionOfType(LunogramTransportException.class)
				.isThrownBy(() -> nobody.users().events().post(EVENT))
				.satisfies((ex) -> assertThat(ex.mayHaveBeenDelivered()).isFalse());
		}
		assertThat(attempts.count).isEqualTo(3);
	}

	@Test
	void aScheduleHasTheSameIdInAllAttempts() {
		answers(aResponse().withStatus(500), aResponse().withFault(Fault.EMPTY_RESPONSE), json(202, """
				{"id":"0192b6a0-0000-7000-8000-000000000001","name":"s","scheduled_at":"2026-11-21T09:30:00Z"}"""));
		this.client.users().scheduled().upsert(UpsertUserScheduledRequest.every("s", "7 days").user("u").build());
		assertThatAllAreTheSame(3);
		String body = server.requests().get(0).getBodyAsString();
		assertThat(UUID.fromString(body.substring(7, 43))).isNotNull();
	}

	@Test
	void whatALostDeleteHasDeletedIsGone() {
		List<Consumer<LunogramClient>> deletes = List.of((client) -> client.users().delete(ExternalId.of("u")),
				(client) -> client.organizations().delete(ExternalId.of("o")));
		for (Consumer<LunogramClient> delete : deletes) {
			for (ResponseDefinitionBuilder doubt : List.of(aResponse().withStatus(500),
					aResponse().withFault(Fault.EMPTY_RESPONSE))) {
				server.wireMock().resetAll();
				answers(doubt, json(404, "{\"title\":\"not found\",\"detail\":\"no user\"}"));
				delete.accept(this.client);
				assertThatAllAreTheSame(2);
			}
		}
	}

	@Test
	void aProxyThatFindsNothingHasDeletedNothing() {
		answers(aResponse().withStatus(502),
				aResponse().withStatus(404).withHeader("Content-Type", "text/plain").withBody("404 page not found"));
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.client.users().delete(ExternalId.of("u")));
		assertThatAllAreTheSame(2);
	}

	@Test
	void whatWasNotThereInTheFirstPlaceIsNotFound() {
		server.answerJson(404, "{}");
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.client.users().delete(ExternalId.of("u")));
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.client.organizations().delete(ExternalId.of("o")));
	}

	@Test
	void aRateLimitBeforeIsNoReasonToBelieveInADelete() {
		answers(json(429, "{}").withHeader("Retry-After", "0"), json(404, "{}"));
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.client.users().delete(ExternalId.of("u")));
	}

	@Test
	void otherDeletesThatFindNothingFail() {
		// Here a 404 may mean an unknown user as well.
		answers(aResponse().withStatus(500), json(404, "{}"));
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.client.users().scheduled().delete("s", ExternalId.of("u")));
	}

	@Test
	void givesUpAfterTheLastAttempt() {
		server.answer(500);
		assertThatExceptionOfType(ServerException.class)
			.isThrownBy(() -> this.client.users().delete(ExternalId.of("u")));
		assertThat(server.requests()).hasSize(3);
	}

	@Test
	void doesNotWaitForAnAnswerThatComesTooLate() {
		server.answer(json(429, "{}").withHeader("Retry-After", "3600"));
		assertThatExceptionOfType(RateLimitedException.class)
			.isThrownBy(() -> this.client.users().delete(ExternalId.of("u")))
			.satisfies((ex) -> assertThat(ex.retryAfter()).hasHours(1));
		assertThat(server.requests()).hasSize(1);
	}

	@Test
	void waitsAsLongAsTheServerAsks() {
		answers(json(429, "{}").withHeader("Retry-After", "1"), aResponse().withStatus(204));
		long begin = System.nanoTime();
		this.client.users().delete(ExternalId.of("u"));
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
		assertThat(server.requests()).hasSize(2);
	}

	@Test
	void whatEnginesSendIsSentOnce() {
		server.answer(json(429, "{}").withHeader("Retry-After", "0"));
		assertThatExceptionOfType(RateLimitedException.class)
			.isThrownBy(() -> this.client.send(Operation.DELETE_USER, """
					{"identifier":[{"external_id":"u"}]}""".getBytes(StandardCharsets.UTF_8)));
		assertThat(server.requests()).hasSize(1);
	}

	private static boolean doubles(Operation operation) {
		// The samples of messages are of the channel inbox.
		return operation == Operation.POST_USER_EVENTS || operation == Operation.POST_ORGANIZATION_EVENTS;
	}

	private static LunogramClient client(boolean eventsInDoubt) {
		return server.builder(Generation.PLAIN)
			.retry(new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(5), ContractServer.PATIENCE,
					eventsInDoubt))
			.build();
	}

	private static void answers(ResponseDefinitionBuilder... responses) {
		String state = Scenario.STARTED;
		for (int i = 0; i < responses.length; i++) {
			String next = "after " + (i + 1);
			server.wireMock()
				.stubFor(any(anyUrl()).inScenario("attempts")
					.whenScenarioStateIs(state)
					.willReturn(responses[i])
					.willSetStateTo(next));
			state = next;
		}
	}

	private static void assertThatAllAreTheSame(int requests) {
		assertThat(server.requests()).hasSize(requests)
			.extracting((request) -> request.getMethod() + request.getUrl() + request.getBodyAsString())
			.containsOnly(same(server.requests().get(0)));
	}

	private static String same(LoggedRequest request) {
		return request.getMethod() + request.getUrl() + request.getBodyAsString();
	}

	/**
	 * Counts attempts where there is no server to count them.
	 */
	private static final class RecordingInterceptor implements ClientHttpRequestInterceptor {

		private int count;

		@Override
		public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
				throws IOException {
			this.count++;
			return execution.execute(request, body);
		}

	}

}
