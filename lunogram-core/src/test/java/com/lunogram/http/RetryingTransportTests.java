package com.lunogram.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

import com.lunogram.http.RetryingTransport.Sleeper;
import com.lunogram.support.StubRequestFactory;
import com.lunogram.support.StubRequestFactory.Answer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RetryingTransport}, whose time, sleep and chance are in our hands.
 */
class RetryingTransportTests {

	private static final HttpCall REPEATABLE = new HttpCall("POST", "/x?q={q}", Map.of("q", "secret"), new byte[2],
			true);

	private static final HttpCall EVENTS = new HttpCall("POST", "/events", Map.of(), new byte[2], false);

	private static final Answer OK = new Answer(200, "");

	private final Deque<Object> answers = new ArrayDeque<>();

	private final StubRequestFactory server = new StubRequestFactory((request) -> next());

	private final List<Duration> sleeps = new ArrayList<>();

	private long now = -5_000_000_000L;

	private final Pacer pacer = new Pacer(60, () -> this.now);

	private long takesNanos;

	private double random = 1;

	private Sleeper sleeper = (duration) -> {
		this.sleeps.add(duration);
		this.now += duration.toNanos();
	};

	@Test
	void asksOnceIfTheAnswerIsGood() {
		given(OK);
		assertThat(transport(policy(3)).exchange(EVENTS).afterDoubt()).isFalse();
		assertThat(this.server.sent()).hasSize(1);
		assertThat(this.sleeps).isEmpty();
	}

	@Test
	void waitsTwiceAsLongEachTimeUpToACeiling() {
		given(status(500), status(502), status(503), status(504), new IOException("reset"), status(599), OK);
		RetryPolicy policy = new RetryPolicy(10, Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofHours(1),
				false);
		HttpAnswer answer = transport(policy).exchange(REPEATABLE);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.afterDoubt()).isTrue();
		assertThat(this.sleeps).containsExactly(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800),
				Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
	}

	@Test
	void waitsForARandomPartOfThat() {
		given(status(500), status(500), OK);
		this.random = 0.25;
		transport(policy(3)).exchange(REPEATABLE);
		assertThat(this.sleeps).containsExactly(Duration.ofMillis(50), Duration.ofMillis(100));
		this.random = 0;
		given(status(500), OK);
		transport(policy(3)).exchange(REPEATABLE);
		assertThat(this.sleeps).last().isEqualTo(Duration.ZERO);
	}

	@Property(tries = 200)
	void neverWaitsLongerThanTheCeiling(@ForAll @IntRange(min = 1, max = 200) int failures,
			@ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double chance) {
		RetryPolicy policy = new RetryPolicy(failures + 1, Duration.ofMillis(200), Duration.ofSeconds(5),
				Duration.ofDays(1), false);
		this.sleeps.clear();
		this.random = chance;
		for (int i = 0; i < failures; i++) {
			given(status(500));
		}
		given(OK);
		assertThat(transport(policy).exchange(REPEATABLE).status()).isEqualTo(200);
		assertThat(this.sleeps).hasSize(failures);
		for (int i = 0; i < failures; i++) {
			Duration ceiling = (i < 5) ? Duration.ofMillis(200L << i) : Duration.ofSeconds(5);
			assertThat(this.sleeps.get(i)).isBetween(Duration.ZERO, ceiling)
				.isEqualTo(Duration.ofNanos((long) (ceiling.toNanos() * chance)));
		}
	}

	@Test
	void waitsAsLongAsTheServerAsksInsteadEvenBeyondTheCeiling() {
		given(status(429).with("Retry-After", "20"), status(503).with("Retry-After", "0"), OK);
		transport(policy(3)).exchange(EVENTS);
		assertThat(this.sleeps).containsExactly(Duration.ofSeconds(20), Duration.ZERO);
	}

	@Test
	void waitsUntilTheDateThatTheServerNames() {
		given(status(429).with("Retry-After", httpDate(Instant.now().plusSeconds(3_600))), OK);
		RetryPolicy policy = new RetryPolicy(3, Duration.ofMillis(200), Duration.ofSeconds(5), Duration.ofHours(2),
				false);
		transport(policy).exchange(EVENTS);
		assertThat(this.sleeps.get(0)).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
	}

	@Test
	void waitsAsUsualIfTheServerAsksForNonsense() {
		given(status(429).with("Retry-After", "soon"), status(429).with("Retry-After", "-3"), OK);
		transport(policy(3)).exchange(EVENTS);
		assertThat(this.sleeps).containsExactly(Duration.ofMillis(200), Duration.ofMillis(400));
	}

	@Test
	void givesUpAtOnceIfTheNextAttemptCouldNotBeginInTime() {
		given(status(429).with("Retry-After", "31"));
		assertThat(transport(policy(3)).exchange(EVENTS).status()).isEqualTo(429);
		given(status(429).with("Retry-After", "9223372036854775807"));
		this.takesNanos = Duration.ofSeconds(2).toNanos();
		assertThat(transport(policy(3)).exchange(EVENTS).status()).isEqualTo(429);
		assertThat(this.sleeps).isEmpty();
	}

	@Test
	void countsTheTimeOfAttemptsToo() {
		this.takesNanos = Duration.ofSeconds(14).toNanos();
		for (int i = 0; i < 10; i++) {
			given(new SocketTimeoutException("Read timed out"));
		}
		assertThatExceptionOfType(TransportFailure.class).isThrownBy(() -> transport(policy(10)).exchange(REPEATABLE));
		// They begin at 0, 14.2 and 28.6 seconds; the next one could at 42.6 only.
		assertThat(this.server.sent()).hasSize(3);
	}

	@Test
	void neverTriesMoreOftenThanTold() {
		for (int attempts = 1; attempts <= 5; attempts++) {
			this.server.sent().clear();
			this.answers.clear();
			for (int i = 0; i < 10; i++) {
				given(status(500));
			}
			assertThat(transport(policy(attempts)).exchange(REPEATABLE).status()).isEqualTo(500);
			assertThat(this.server.sent()).hasSize(attempts);
		}
	}

	@Test
	void doesNotRepeatEventsInDoubt() {
		for (Object doubt : List.of(status(500), status(502), status(503), status(504), new IOException("reset"),
				new SocketTimeoutException("Read timed out"))) {
			this.server.sent().clear();
			given(doubt);
			if (doubt instanceof Answer answer) {
				assertThat(transport(policy(3)).exchange(EVENTS).status()).isEqualTo(answer.status());
			}
			else {
				assertThatExceptionOfType(TransportFailure.class)
					.isThrownBy(() -> transport(policy(3)).exchange(EVENTS))
					.satisfies((ex) -> assertThat(ex.mayHaveBeenDelivered()).isTrue());
			}
			assertThat(this.server.sent()).hasSize(1);
		}
	}

	@Test
	void repeatsEventsThatTheServerHasNotTaken() {
		given(new ConnectException("refused"), status(429), status(503).with("Retry-After", "1"), OK);
		HttpAnswer answer = transport(policy(4)).exchange(EVENTS);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.afterDoubt()).isFalse();
	}

	@Test
	void anEarlierDoubtOutlivesALaterFailureToConnect() {
		given(new SocketTimeoutException("Read timed out"), new ConnectException("refused"));
		assertThatExceptionOfType(TransportFailure.class).isThrownBy(() -> transport(policy(2)).exchange(REPEATABLE))
			.withCauseInstanceOf(ConnectException.class)
			.satisfies((ex) -> assertThat(ex.mayHaveBeenDelivered()).isTrue());
		given(new ConnectException("refused"), new ConnectException("refused"));
		assertThatExceptionOfType(TransportFailure.class).isThrownBy(() -> transport(policy(2)).exchange(REPEATABLE))
			.satisfies((ex) -> assertThat(ex.mayHaveBeenDelivered()).isFalse());
	}

	@Test
	void tellsOfADoubtBeforeARefusal() {
		given(status(500), status(404));
		assertThat(transport(policy(2)).exchange(REPEATABLE).afterDoubt()).isTrue();
		given(status(429), status(404));
		assertThat(transport(policy(2)).exchange(REPEATABLE).afterDoubt()).isFalse();
	}

	@Test
	void anInterruptEndsItAndStaysVisible() {
		this.sleeper = (duration) -> {
			throw new InterruptedException();
		};
		given(new IOException("reset"));
		assertThatExceptionOfType(TransportFailure.class).isThrownBy(() -> transport(policy(3)).exchange(REPEATABLE));
		assertThat(Thread.interrupted()).isTrue();
		given(status(500));
		assertThat(transport(policy(3)).exchange(REPEATABLE).status()).isEqualTo(500);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.server.sent()).hasSize(2);
	}

	@Test
	void anInterruptEndsARealSleep() throws InterruptedException {
		given(status(429).with("Retry-After", "3600"));
		RetryingTransport transport = new RetryingTransport(http(),
				new RetryPolicy(3, Duration.ofMillis(200), Duration.ofSeconds(5), Duration.ofHours(2), false));
		Thread thread = new Thread(() -> {
			transport.exchange(EVENTS);
			this.sleeps.add(Thread.currentThread().isInterrupted() ? Duration.ofSeconds(1) : Duration.ZERO);
		});
		thread.start();
		thread.interrupt();
		thread.join(60_000);
		assertThat(thread.isAlive()).isFalse();
		assertThat(this.sleeps).containsExactly(Duration.ofSeconds(1));
	}

	@Test
	void chargesEveryAttemptAndSlowsDownWhenTheServerSaysSo() {
		given(status(500), status(429), status(429), OK);
		this.random = 0;
		transport(policy(4)).exchange(REPEATABLE);
		assertThat(this.server.sent()).hasSize(4);
		// 2 of 15 tokens were gone when the rest was taken away, 2 went after that.
		assertThat(this.pacer.requestsPerMinute()).isEqualTo(30);
		// Six seconds until there is one again, less what the rate recovers meanwhile.
		assertThat(Duration.ofNanos(this.pacer.nanosUntilToken())).isEqualTo(Duration.ofSeconds(5));
		this.now += Duration.ofSeconds(5).toNanos();
		assertThat(Duration.ofNanos(this.pacer.nanosUntilToken())).isBetween(Duration.ofMillis(900),
				Duration.ofSeconds(1));
	}

	@Test
	void sendsTheSameBytesAgain() {
		HttpCall call = new HttpCall("POST", "/x", Map.of(), "{\"a\":1}".getBytes(StandardCharsets.UTF_8), true);
		given(status(500), new IOException("reset"), OK);
		transport(policy(3)).exchange(call);
		assertThat(this.server.sent()).hasSize(3).allSatisfy((sent) -> assertThat(sent.body()).isEqualTo("{\"a\":1}"));
	}

	@Test
	void aCallShowsNothingOfItsQuery() {
		assertThat(REPEATABLE).hasToString("POST /x");
		assertThat(EVENTS).hasToString("POST /events");
	}

	@Test
	void otherExceptionsAreNotOurs() {
		given(new IllegalStateException("of an interceptor"));
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> transport(policy(3)).exchange(REPEATABLE))
			.withMessage("of an interceptor");
		assertThat(this.server.sent()).hasSize(1);
	}

	private void given(Object... answersOrFailures) {
		this.answers.addAll(List.of(answersOrFailures));
	}

	private static Answer status(int status) {
		return new Answer(status, "");
	}

	private Answer next() throws IOException {
		this.now += this.takesNanos;
		Object next = this.answers.remove();
		if (next instanceof IOException failure) {
			throw failure;
		}
		if (next instanceof RuntimeException failure) {
			throw failure;
		}
		return (Answer) next;
	}

	private static RetryPolicy policy(int attempts) {
		return new RetryPolicy(attempts, Duration.ofMillis(200), Duration.ofSeconds(5), Duration.ofSeconds(30), false);
	}

	private RetryingTransport transport(RetryPolicy policy) {
		return new RetryingTransport(http(), policy, () -> this.now, (duration) -> this.sleeper.sleep(duration),
				() -> this.random);
	}

	private HttpTransport http() {
		RestClient restClient = RestClient.builder().baseUrl("http://localhost").requestFactory(this.server).build();
		return new HttpTransport(() -> restClient, (headers) -> {
		}, this.pacer);
	}

	private static String httpDate(Instant instant) {
		return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
	}

}
