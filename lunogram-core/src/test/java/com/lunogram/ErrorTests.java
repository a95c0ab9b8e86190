package com.lunogram;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.lunogram.http.RetryPolicy;
import com.lunogram.model.ExternalId;
import com.lunogram.model.Operation;
import com.lunogram.model.UserEvent;
import com.lunogram.support.ContractServer;
import com.lunogram.support.Generation;
import com.lunogram.support.HttpLibrary;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static com.lunogram.support.ContractServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What becomes of answers that are no success.
 */
class ErrorTests {

	private static final UserEvent EVENT = UserEvent.builder("e").user("u").build();

	private static final String HTML = "<!doctype html><html><body>Console</body></html>";

	@RegisterExtension
	static final ContractServer server = ContractServer.forBadAnswers();

	@ParameterizedTest
	@CsvSource({ "400,BadRequestException", "401,UnauthorizedException", "403,ForbiddenException",
			"404,NotFoundException", "405,LunogramApiException", "408,LunogramApiException", "409,LunogramApiException",
			"413,BadRequestException", "415,LunogramApiException", "422,BadRequestException",
			"429,RateLimitedException", "500,ServerException", "502,ServerException", "503,ServerException",
			"504,ServerException", "599,ServerException" })
	void everyStatusHasItsKind(int status, String kind) {
		server.answerJson(status, """
				{"title":"bad request","detail":"because","more":[1]}""");
		for (SampleCall sample : SampleCall.all()) {
			LunogramApiException ex = refused(() -> sample.call().apply(server.client()));
			assertThat(ex.getClass().getSimpleName()).as(sample.toString()).isEqualTo(kind);
			assertThat(ex.status()).isEqualTo(status);
			assertThat(ex.title()).isEqualTo("bad request");
			assertThat(ex.detail()).isEqualTo("because");
			assertThat(ex).hasMessage(sample.operation().method() + " /api/client" + sample.operation().path()
					+ " was refused with status " + status + " (bad request): because");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "text/plain | upstream down | upstream down", "application/json | {broken | {broken",
					"application/json | [1,2] | [1,2]", "application/json | null | null",
					"application/json | \"text\" | \"text\"", "application/json | {\"title\":{}} | {\"title\":{}}",
					"text/plain | '' | ", "text/html; charset=utf-8 | <html>Bad Gateway</html> | an HTML page" })
	void errorsWithoutTheUsualBodyStillTellWhatTheyCan(String contentType, String body, @Nullable String detail) {
		server.answer(aResponse().withStatus(502).withHeader("Content-Type", contentType).withBody(body));
		ServerException ex = (ServerException) refused(() -> server.client().users().events().post(EVENT));
		assertThat(ex.status()).isEqualTo(502);
		assertThat(ex.title()).isNull();
		if (detail == null) {
			assertThat(ex.detail()).isNull();
		}
		else {
			assertThat(ex.detail()).startsWith(detail);
			assertThat(ex.getMessage()).contains(detail);
		}
	}

	@Test
	void errorsWithoutDetailHaveNone() {
		server.answerJson(500, "{}");
		LunogramApiException ex = refused(() -> server.client().users().events().post(EVENT));
		assertThat(ex.title()).isNull();
		assertThat(ex.detail()).isNull();
		assertThat(ex).hasMessage("POST /api/client/users/events was refused with status 500");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/json" })
	void longErrorsAreCut(String contentType) {
		String text = "x".repeat(100_000);
		server.answer(aResponse().withStatus(500)
			.withHeader("Content-Type", contentType)
			.withBody(contentType.endsWith("json") ? "{\"title\":\"t\",\"detail\":\"" + text + "\"}" : text));
		assertThat(refused(() -> server.client().users().events().post(EVENT)).getMessage()).hasSizeLessThan(1_000)
			.contains("xxx...");
	}

	@ParameterizedTest
	@CsvSource({ "7,7", "0,0", "' 12 ',12", "31536000000,31536000", "9223372036854775807,31536000" })
	void rateLimitsTellForHowManySeconds(String retryAfter, long seconds) {
		server.answer(json(429, "{}").withHeader("Retry-After", retryAfter));
		assertThat(rateLimited().retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
	}

	@Test
	void rateLimitsTellUntilWhen() {
		String date = DateTimeFormatter.RFC_1123_DATE_TIME
			.format(Instant.now().plusSeconds(3_600).atOffset(ZoneOffset.UTC));
		server.answer(json(429, "{}").withHeader("Retry-After", date));
		assertThat(rateLimited().retryAfter()).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
	}

	@Test
	void aTimeThatHasPassedMeansNow() {
		server.answer(json(429, "{}").withHeader("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"));
		assertThat(rateLimited().retryAfter()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "soon", "-1", "1.5", "99999999999999999999", "2026-11-21T00:00:00Z", "" })
	void nonsenseTellsNothing(String retryAfter) {
		server.answer(json(429, "{}").withHeader("Retry-After", retryAfter));
		assertThat(rateLimited().retryAfter()).isNull();
	}

	@Test
	void aRateLimitWithoutTimeTellsNothing() {
		server.answerJson(429, "{}");
		assertThat(rateLimited().retryAfter()).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void aWebPageIsNoSuccess(Operation operation) {
		server.answer(aResponse().withStatus(operation.successStatus())
			.withHeader("Content-Type", "text/html; charset=utf-8")
			.withBody(HTML));
		if (operation.successStatus() == 204) {
			// Which cannot have a body.
			server.answer(aResponse().withStatus(200).withHeader("Content-Type", "text/html").withBody(HTML));
		}
		assertThatExceptionOfType(LunogramResponseException.class)
			.isThrownBy(() -> SampleCall.of(operation).call().apply(server.client()))
			.withMessageStartingWith(operation.method() + " /api/client" + operation.path())
			.withMessageContaining("Is this the address of a Lunogram server")
			.withMessageContaining("lunogram.project-id");
	}

	@ParameterizedTest
	@EnumSource
	void anotherSuccessIsNoSuccess(Operation operation) {
		SampleCall sample = SampleCall.of(operation);
		for (int status : List.of(200, 201, 202, 203, 204, 206)) {
			if (status != operation.successStatus()) {
				server.answerJson(status, (status != 204) ? "{}" : "");
				assertThatExceptionOfType(LunogramResponseException.class)
					.isThrownBy(() -> sample.call().apply(server.client()))
					.withMessageContaining("status " + status + " instead of " + operation.successStatus());
			}
		}
	}

	@ParameterizedTest
	@EnumSource(HttpLibrary.class)
	void redirectsAreNotFollowed(HttpLibrary library) {
		WireMockServer elsewhere = new WireMockServer(options().dynamicPort());
		elsewhere.start();
		Duration time = ContractServer.PATIENCE;
		try (LunogramClient client = library.use(server.builder(Generation.PLAIN), time, time).build()) {
			for (int status : List.of(301, 302, 303, 307, 308)) {
				server.answer(aResponse().withStatus(status)
					.withHeader("Location", elsewhere.baseUrl() + "/api/client/users/events"));
				LunogramApiException ex = refused(() -> client.users().events().post(EVENT));
				assertThat(ex.status()).isEqualTo(status);
				assertThat(ex).hasMessageContaining("redirect")
					.hasMessageContaining("Is this the address of a Lunogram server");
				assertThat(refused(client.push()::vapidPublicKey).status()).isEqualTo(status);
			}
			assertThat(elsewhere.getAllServeEvents()).isEmpty();
		}
		finally {
			elsewhere.stop();
		}
	}

	@ParameterizedTest
	@EnumSource(HttpLibrary.class)
	void answersAreCutOffBeyondEightMegabytes(HttpLibrary library) {
		Duration time = ContractServer.PATIENCE;
		byte[] tooMuch = new byte[(8 << 20) + 1];
		try (LunogramClient client = library.use(server.builder(Generation.PLAIN), time, time).build()) {
			server.answer(aResponse().withStatus(200).withHeader("Content-Type", "application/json").withBody(tooMuch));
			assertThatExceptionOfType(LunogramResponseException.class).isThrownBy(client.push()::vapidPublicKey)
				.withMessageContaining("larger than 8 MB");
			server.answer(aResponse().withStatus(500).withBody(tooMuch));
			assertThatExceptionOfType(LunogramResponseException.class)
				.isThrownBy(() -> client.users().delete(ExternalId.of("u")));
		}
	}

	@Test
	void answersOfEightMegabytesAreRead() {
		String key = "x".repeat((8 << 20) - "{\"public_key\":\"\"}".length());
		server.answerJson(200, "{\"public_key\":\"" + key + "\"}");
		assertThat(server.client().push().vapidPublicKey()).isEqualTo(key);
	}

	@Test
	void theKeyShowsNowhere() {
		String key = ContractServer.API_KEY;
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		List<Logger> loggers = Stream.of("com.lunogram", "org.springframework")
			.map((name) -> (Logger) LoggerFactory.getLogger(name))
			.toList();
		List<LunogramClient> clients = List.of(server.client(), server.builder(Generation.PLAIN)
			.retry(new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(1), ContractServer.PATIENCE, true))
			.build());
		try {
			for (Logger logger : loggers) {
				logger.setLevel(Level.TRACE);
				logger.setAdditive(false);
				logger.addAppender(log);
			}
			for (LunogramClient client : clients) {
				assertThat(client.toString()).doesNotContain(key);
				for (int status : List.of(200, 202, 302, 400, 401, 403, 404, 429, 500)) {
					for (String body : List.of("{\"title\":\"" + key + "\",\"detail\":\"Bearer " + key + "\"}",
							"x".repeat(490) + key, key, "{\"" + key, "{\"public_key\":{\"a\":\"" + key + "\"}}",
							"{\"detail\":\"" + "x".repeat(495) + key + "\"}")) {
						server.answer(aResponse().withStatus(status)
							.withHeader("Content-Type", "application/json")
							.withHeader("X-Echo", key)
							.withStatusMessage(key)
							.withBody(body));
						Throwable posted = catchThrowable(() -> client.users().events().post(EVENT));
						Throwable read = catchThrowable(client.push()::vapidPublicKey);
						assertThatNothingShows(key, posted);
						assertThatNothingShows(key, read);
						assertThat(read).isNotNull();
					}
				}
			}
		}
		finally {
			for (Logger logger : loggers) {
				logger.setLevel(null);
				logger.setAdditive(true);
				logger.detachAppender(log);
			}
		}
		assertThat(log.list).extracting(ILoggingEvent::getLoggerName).contains("com.lunogram.http.RetryingTransport");
		assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
			.noneMatch((message) -> message.contains(key.substring(0, 5)));
	}

	private static void assertThatNothingShows(String key, @Nullable Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			// Nor the better part of it.
			assertThat(cause.toString()).doesNotContain(key.substring(0, 5));
			if (cause instanceof LunogramApiException api) {
				assertThat(api.title() + api.detail()).doesNotContain(key.substring(0, 5));
			}
		}
	}

	private static RateLimitedException rateLimited() {
		return (RateLimitedException) refused(() -> server.client().users().events().post(EVENT));
	}

	private static LunogramApiException refused(ThrowingCallable call) {
		LunogramApiException ex = catchThrowableOfType(LunogramApiException.class, call);
		assertThat(ex).isNotNull();
		return ex;
	}

}
