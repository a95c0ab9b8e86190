package com.lunogram.spring.boot.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import com.github.tomakehurst.wiremock.common.FatalStartupException;
import com.lunogram.spring.boot.test.ApiClient.Response;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the server itself: how it starts, what it remembers, and how it misbehaves.
 */
class LunogramServerTests {

	@RegisterExtension
	static final StandIn standIn = new StandIn();

	private static final String USER = "{'identifier': [{'external_id': 'u'}]}";

	private static final String EVENT = "[{'name': 'e', 'match': {}, 'data': {}}]";

	private final ApiClient api = standIn.api();

	private final LunogramServer server = standIn.server();

	@Test
	void startsAsTheBuilderSays() throws IOException {
		int port = 0;
		UUID project = UUID.randomUUID();
		LunogramServer.Builder builder = LunogramServer.builder().apiKey("sk_mine").projectId(project);
		LunogramServer started = null;
		while (started == null) {
			port = freePort();
			try {
				started = builder.port(port).start();
			}
			catch (FatalStartupException ex) {
				assertThat(ex).hasStackTraceContaining("BindException");
				// Somebody else was quicker to take it.
			}
		}
		try (LunogramServer other = started) {
			assertThat(other.baseUrl()).hasToString("http://127.0.0.1:" + port);
			assertThat(other.port()).isEqualTo(port);
			assertThat(other.apiKey()).isEqualTo("sk_mine");
			Response response = ApiClient.inProject(other).post("/users", USER);
			assertThat(response.json().path("project_id").asString()).isEqualTo(project.toString());
		}
	}

	@Test
	void canBeReadAfterItWasClosed() {
		LunogramServer other = LunogramServer.start();
		ApiClient.plain(other).post("/users", USER);
		other.close();
		assertThat(other.users()).hasSize(1);
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> ApiClient.plain(other).post("/users", USER));
	}

	@Test
	void sharesItsStateBetweenBothGenerationsOfPaths() {
		this.api.post("/users", USER);
		Response response = standIn.apiInProject().post("/users", USER);
		assertThat(response.json().path("version").asInt()).isEqualTo(1);
	}

	@Test
	void remembersRequests() {
		Instant before = Instant.now();
		this.api.post("/users", USER);
		this.api.get("/users/inbox?source=default");
		assertThat(this.server.requests()).hasSize(2).first().satisfies((request) -> {
			assertThat(request.method()).isEqualTo("POST");
			assertThat(request.path()).isEqualTo("/api/client/users");
			assertThat(request.body()).isEqualTo(USER.replace('\'', '"'));
			assertThat(request.status()).isEqualTo(200);
			assertThat(request.time()).isBetween(before, Instant.now());
		});
		assertThat(this.server.requests().get(1).path()).isEqualTo("/api/client/users/inbox?source=default");
		assertThat(this.server.requests().get(1).status()).isEqualTo(400);
	}

	@Test
	void forgetsWhatIsOldButCountsIt() {
		try (LunogramServer other = LunogramServer.builder().maxRemembered(2).start()) {
			for (int i = 0; i < 3; i++) {
				ApiClient.plain(other).post("/users/events", EVENT.replace("'e'", "'e" + i + "'"));
			}
			assertThat(other.events()).extracting(ReceivedEvent::name).containsExactly("e1", "e2");
			assertThat(other.totalEvents()).isEqualTo(3);
			assertThat(other.requests()).hasSize(2);
			assertThat(other.totalRequests()).isEqualTo(3);
		}
	}

	@Test
	void clears() {
		this.api.post("/users", USER);
		this.api.post("/users/events", EVENT);
		this.api.post("/users/events", "[{'name': 'e', 'identifier': [{'external_id': 'x'}], 'data': {}}]");
		this.server.clear();
		assertThat(this.server.users()).isEmpty();
		assertThat(this.server.events()).isEmpty();
		assertThat(this.server.requests()).isEmpty();
		assertThat(this.server.dropped()).isEmpty();
		assertThat(this.server.totalEvents()).isZero();
		assertThat(this.api.delete("/users", USER).status()).isEqualTo(404);
	}

	@Test
	void tellsObserversOfArrivals() {
		try (LunogramServer other = LunogramServer.start()) {
			List<Arrival> arrivals = new CopyOnWriteArrayList<>();
			other.onArrival((arrival) -> {
				throw new IllegalStateException("an observer that fails");
			});
			other.onArrival(arrivals::add);
			Response response = ApiClient.plain(other).post("/users/events", EVENT);
			assertThat(response.status()).isEqualTo(202);
			assertThat(arrivals).containsExactly(other.events().get(0), other.requests().get(0));
			assertThat(arrivals).extracting(Arrival::time).doesNotContainNull();
		}
	}

	@Test
	void worksOnOneRequestAtATime() {
		List<Integer> statuses = IntStream.range(0, 200)
			.parallel()
			.mapToObj((i) -> this.api.post("/users", USER).status())
			.toList();
		assertThat(statuses).containsOnly(200);
		assertThat(this.server.users()).singleElement().extracting(StoredUser::version).isEqualTo(199);
	}

	@Test
	void limitsTheRate() {
		this.server.limitRate(2);
		assertThat(this.api.post("/users", USER).status()).isEqualTo(200);
		assertThat(this.api.post("/users", "{}").status()).isEqualTo(400);
		Response refused = this.api.post("/users", USER);
		assertThat(refused.status()).isEqualTo(429);
		assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 30L);
		assertThat(refused.json().propertyNames()).containsExactlyInAnyOrder("title", "detail");
		assertThat(this.server.users().get(0).version()).isZero();
		this.server.behave();
		assertThat(this.api.post("/users", USER).status()).isEqualTo(200);
	}

	@Test
	void failsTheNextRequests() {
		this.server.failNext(2, 503);
		assertThat(this.api.post("/users", USER).status()).isEqualTo(503);
		assertThat(this.api.get("/nothing").status()).isEqualTo(503);
		assertThat(this.server.users()).isEmpty();
		assertThat(this.api.post("/users", USER).status()).isEqualTo(200);
		assertThatIllegalArgumentException().isThrownBy(() -> this.server.failNext(1, 200));
	}

	@Test
	void tellsHowLongToWaitIfToldToLimitTheRate() {
		this.server.failNext(1, 429);
		Response limited = this.api.post("/users", USER);
		assertThat(limited.status()).isEqualTo(429);
		assertThat(limited.headers().firstValue("Retry-After")).hasValue("1");
	}

	@Test
	void breaksConnections() {
		this.server.breakConnections(true);
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.api.post("/users", USER));
		assertThat(this.server.users()).isEmpty();
		assertThat(this.server.requests()).extracting(ReceivedRequest::status).containsOnly(0);
		this.server.breakConnections(false);
		assertThat(this.api.post("/users", USER).status()).isEqualTo(200);
	}

	@Test
	void goesAwayAndComesBackWithWhatItHasStored() {
		try (LunogramServer other = LunogramServer.start()) {
			ApiClient client = ApiClient.plain(other);
			client.post("/users", USER);
			other.goAway(true);
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> client.post("/users", USER))
				.withCauseInstanceOf(ConnectException.class);
			other.goAway(false);
			assertThat(client.post("/users", USER).json().path("version").asInt()).isEqualTo(1);
			other.goAway(true);
			other.behave();
			assertThat(client.post("/users", USER).json().path("version").asInt()).isEqualTo(2);
		}
	}

	@Test
	void doesNotComeBackOnceItIsClosed() {
		LunogramServer other = LunogramServer.start();
		other.close();
		other.behave();
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> ApiClient.plain(other).post("/users", USER))
			.withCauseInstanceOf(ConnectException.class);
	}

	@Test
	void losesAnswers() {
		this.server.loseAnswers(true);
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.api.post("/users/events", EVENT));
		assertThat(this.server.events()).isNotEmpty();
		assertThat(this.server.requests()).extracting(ReceivedRequest::status).containsOnly(0);
	}

	@Test
	void delaysAnswersAfterHandlingTheRequest() {
		this.server.delay(Duration.ofMinutes(10));
		CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> this.api.post("/users", USER),
				(task) -> new Thread(task).start());
		Awaitility.await().atMost(Duration.ofSeconds(50)).until(() -> this.server.users().size() == 1);
		assertThat(answer).isNotDone();
	}

	@Test
	void refusesTheKey() {
		this.server.refuseKey(true);
		assertThat(this.api.post("/users", USER).status()).isEqualTo(401);
		this.server.refuseKey(false);
		assertThat(this.api.post("/users", USER).status()).isEqualTo(200);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
