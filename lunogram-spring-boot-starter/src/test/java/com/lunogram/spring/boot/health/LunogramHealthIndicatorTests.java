package com.lunogram.spring.boot.health;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.lunogram.LunogramClient;
import com.lunogram.LunogramClientBuilder;
import com.lunogram.LunogramException;
import com.lunogram.model.UserEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okForContentType;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link LunogramHealthIndicator}.
 */
class LunogramHealthIndicatorTests {

	private static final Duration INTERVAL = Duration.ofSeconds(60);

	private static final Duration BUDGET = Duration.ofMinutes(1);

	private static final String VAPID = "/api/client/push/vapid";

	private static final String KEY = "sk_very_secret";

	@RegisterExtension
	private static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort().http2PlainDisabled(true))
		.build();

	private final SettableClock clock = new SettableClock();

	private final LunogramTraffic traffic = new LunogramTraffic(this.clock);

	private final LunogramClient client = builder()
		.restClient((restClient) -> restClient.requestInterceptor(this.traffic))
		.build();

	private final LunogramHealthIndicator indicator = indicator(this.client, BUDGET, Runnable::run);

	@AfterEach
	void close() {
		this.client.close();
	}

	@Test
	void serverThatAnswersIsUp() {
		probeAnswers(okJson("{\"public_key\":\"k\"}"));
		assertThat(health()).satisfies((health) -> {
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsOnly(
					Map.entry("client", "LunogramClient[" + server.baseUrl() + "]"),
					Map.entry("lastSuccess", "2026-11-21T12:00:00Z"));
		});
	}

	@Test
	void serverWithoutPushKeyIsUp() {
		probeAnswers(status(404));
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 403 })
	void refusedKeyIsDownWithReason(int status) {
		probeAnswers(aResponse().withStatus(status)
			.withHeader("Content-Type", "application/json")
			.withBody("{\"title\":\"no\",\"detail\":\"not " + KEY + "\"}"));
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails().get("reason")).asString().contains("API key");
		assertThat(health.getDetails()).extractingByKey("lastError").asString().contains("status=" + status);
		assertThat(health.toString()).doesNotContain(KEY);
	}

	@Test
	void keyRefusedInTrafficIsDownAtOnceAndUpAgainAfterSuccess() {
		probeAnswers(okJson("{\"public_key\":\"k\"}"));
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		traffic(401);
		assertThat(health().getStatus()).isEqualTo(Status.DOWN);
		traffic(202);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void operationThatTheKeyHasNoRightToIsNotTheEndOfAllOthers() {
		traffic(202);
		traffic(403);
		assertThat(health()).satisfies((health) -> {
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).extractingByKey("lastError").asString().contains("403", "Forbidden");
		});
		this.clock.advance(INTERVAL);
		probeAnswers(status(403));
		assertThat(health().getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void beingToldToSlowDownIsNotDown() {
		probeAnswers(status(429).withHeader("Retry-After", "60"));
		assertThat(health()).satisfies((health) -> {
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).extractingByKey("lastError").asString().contains("429");
		});
		for (int i = 0; i < 5; i++) {
			this.clock.advance(INTERVAL);
			assertThat(health().getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	void slowingDownDoesNotMakeARefusedKeyGood() {
		traffic(401);
		traffic(429);
		probeAnswers(status(429));
		assertThat(health().getStatus()).isEqualTo(Status.DOWN);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 404, 413, 422 })
	void requestThatIsRefusedForItsContentProvesTheKey(int status) {
		traffic(status);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(probes()).isZero();
	}

	@Test
	void serverThatWasNeverReachedIsDown() {
		probeAnswers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails().get("reason")).asString()
			.startsWith("Nothing gets through since 2026-11-21T12:00:00Z: no answer (");
		assertThat(health.getDetails()).doesNotContainKey("lastSuccess");
	}

	@Test
	void passingFailureIsNotDown() {
		traffic(202);
		this.clock.advance(Duration.ofSeconds(50));
		traffic(503);
		this.clock.advance(Duration.ofSeconds(9));
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		traffic(202);
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(probes()).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { 500, 503, 302 })
	void lastingFailureIsDown(int status) {
		traffic(202);
		probeAnswers(status(status));
		this.clock.advance(Duration.ofSeconds(30));
		traffic(status);
		this.clock.advance(Duration.ofSeconds(40));
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		this.clock.advance(Duration.ofSeconds(20));
		assertThat(health().getStatus()).isEqualTo(Status.DOWN);
		probeAnswers(status(404));
		this.clock.advance(Duration.ofSeconds(40));
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void oneRequestThatFailsForEverIsNotDownAsLongAsTheServerAnswersOthers() {
		probeAnswers(okJson("{\"public_key\":\"k\"}"));
		for (int i = 0; i < 10; i++) {
			traffic(500);
			assertThat(health().getStatus()).isEqualTo(Status.UP);
			this.clock.advance(Duration.ofSeconds(30));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 404 })
	void webPageIsNoAnswerOfALunogramServer(int status) {
		probeAnswers(okForContentType("text/html; charset=utf-8", "<html></html>").withStatus(status));
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails().get("reason")).asString().contains("not the answer of a Lunogram server");
	}

	@Test
	void webPageIsNoSuccessOfTrafficEither() {
		probeAnswers(okForContentType("text/html", "<html></html>"));
		server.stubFor(post("/api/client/users/events")
			.willReturn(okForContentType("text/html", "<html></html>").withStatus(202)));
		assertThatThrownBy(this::postEvent).isInstanceOf(LunogramException.class);
		assertThat(health().getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void serverIsNotAskedWhileTrafficSucceeds() {
		for (int i = 0; i < 10; i++) {
			traffic(202);
			assertThat(health().getStatus()).isEqualTo(Status.UP);
			this.clock.advance(Duration.ofSeconds(59));
			assertThat(health().getStatus()).isEqualTo(Status.UP);
		}
		assertThat(probes()).isZero();
	}

	@Test
	void idleServerIsAskedOnceInAnInterval() {
		probeAnswers(okJson("{\"public_key\":\"k\"}"));
		for (int second = 0; second < 180; second += 5) {
			health();
			this.clock.advance(Duration.ofSeconds(5));
		}
		assertThat(probes()).isEqualTo(3);
	}

	@Test
	void failingServerIsAskedOnceInAnIntervalAndWithoutRepeats() {
		probeAnswers(status(503).withHeader("Retry-After", "0"));
		for (int second = 0; second < 180; second += 5) {
			health();
			this.clock.advance(Duration.ofSeconds(5));
		}
		assertThat(probes()).isEqualTo(3);
	}

	@Test
	void clientThatIsNotWatchedIsJudgedByTheProbeAlone() {
		try (LunogramClient unwatched = builder().build()) {
			LunogramHealthIndicator judge = indicator(unwatched, BUDGET, Runnable::run);
			for (int status : new int[] { 404, 401, 404, 429, 403 }) {
				probeAnswers(okJson("{}").withStatus(status));
				Status expected = (status == 401 || status == 403) ? Status.DOWN : Status.UP;
				assertThat(judge.health()).extracting(Health::getStatus).isEqualTo(expected);
				this.clock.advance(INTERVAL);
			}
			probeAnswers(aResponse().withFault(Fault.EMPTY_RESPONSE));
			judge.health();
			this.clock.advance(INTERVAL);
			assertThat(judge.health()).satisfies((health) -> {
				assertThat(health.getStatus()).isEqualTo(Status.DOWN);
				assertThat(health.getDetails()).extractingByKey("lastError").asString().contains("no answer (");
			});
		}
	}

	@Test
	@Timeout(120)
	void nobodyWaitsForAServerThatTakesItsTime() {
		Queue<Runnable> started = new ArrayDeque<>();
		LunogramHealthIndicator patient = indicator(this.client, Duration.ofMillis(20), started::add);
		probeAnswers(status(404));
		assertThat(patient.health()).satisfies((health) -> {
			assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
			assertThat(health.getDetails()).containsEntry("reason", "The server has not answered yet");
		});
		started.remove().run();
		assertThat(patient.health()).extracting(Health::getStatus).isEqualTo(Status.UP);
	}

	@Test
	@Timeout(120)
	void serverIsNeverAskedTwiceAtATime() {
		Queue<Runnable> started = new ArrayDeque<>();
		LunogramHealthIndicator patient = indicator(this.client, Duration.ofMillis(20), started::add);
		patient.health();
		this.clock.advance(INTERVAL.multipliedBy(3));
		patient.health();
		assertThat(started).hasSize(1);
	}

	@Test
	@Timeout(120)
	void whoAsksMeanwhileWaitsForTheSameAnswer() throws Exception {
		CompletableFuture<Runnable> started = new CompletableFuture<>();
		LunogramHealthIndicator patient = indicator(this.client, BUDGET, started::complete);
		probeAnswers(status(404));
		CompletableFuture<Health> first = CompletableFuture.supplyAsync(patient::health);
		Runnable probe = started.get();
		CompletableFuture<Health> second = CompletableFuture.supplyAsync(patient::health);
		probe.run();
		assertThat(first.get().getStatus()).isEqualTo(Status.UP);
		assertThat(second.get().getStatus()).isEqualTo(Status.UP);
		assertThat(probes()).isOne();
	}

	@Test
	@Timeout(120)
	void threadIsOnlyThereForTheProbe() {
		probeAnswers(okJson("{\"public_key\":\"k\"}"));
		LunogramHealthIndicator real = new LunogramHealthIndicator(this.client, this.traffic, INTERVAL);
		// An answer that takes longer than health waits for it counts for the next time.
		Awaitility.await()
			.atMost(Duration.ofSeconds(50))
			.untilAsserted(() -> assertThat(real.health()).extracting(Health::getStatus).isEqualTo(Status.UP));
		assertThat(probes()).isOne();
	}

	private Health health() {
		return Objects.requireNonNull(this.indicator.health());
	}

	private void traffic(int status) {
		server.stubFor(post("/api/client/users/events").willReturn(status(status)));
		try {
			postEvent();
		}
		catch (LunogramException ex) {
			assertThat(status).isNotEqualTo(202);
		}
	}

	private void postEvent() {
		this.client.users().events().post(UserEvent.builder("order.completed").user("user-1").build());
	}

	private LunogramHealthIndicator indicator(LunogramClient client, Duration budget, Executor executor) {
		return new LunogramHealthIndicator(client, this.traffic, INTERVAL, null, budget, this.clock, executor);
	}

	private static void probeAnswers(ResponseDefinitionBuilder answer) {
		server.stubFor(get(VAPID).willReturn(answer));
	}

	private static int probes() {
		return server.findAll(getRequestedFor(urlEqualTo(VAPID))).size();
	}

	private static LunogramClientBuilder builder() {
		return LunogramClient.builder().apiKey(KEY).baseUrl(server.baseUrl());
	}

}
