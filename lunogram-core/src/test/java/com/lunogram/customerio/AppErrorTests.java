package com.lunogram.customerio;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.http.Fault;
import com.lunogram.http.RetryPolicy;
import com.lunogram.support.ClosedPort;
import com.lunogram.support.CustomerIoServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.lunogram.support.DocumentedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What becomes of answers that are no success, or not quite one. What both clients share
 * is tested with the Track API's.
 */
class AppErrorTests {

	@RegisterExtension
	static final CustomerIoServer server = CustomerIoServer.forBadAnswers();

	@ParameterizedTest
	@CsvSource({ "400,CustomerIoBadRequestException", "401,CustomerIoUnauthorizedException",
			"403,CustomerIoForbiddenException", "404,CustomerIoNotFoundException", "413,CustomerIoBadRequestException",
			"422,CustomerIoBadRequestException", "429,CustomerIoRateLimitedException", "500,CustomerIoServerException",
			"503,CustomerIoServerException" })
	void everyStatusHasItsKind(int status, String kind) {
		server.answer(json(status, "{\"errors\":[{\"detail\":\"because\",\"status\":\"" + status + "\"}]}")
			.withHeader("Retry-After", "7"));
		for (AppCall call : AppCall.all()) {
			CustomerIoApiException ex = catchThrowableOfType(CustomerIoApiException.class,
					() -> call.call().apply(server.appClient()));
			assertThat(ex.getClass().getSimpleName()).as(call.toString()).isEqualTo(kind);
			assertThat(ex.status()).isEqualTo(status);
			assertThat(ex.detail()).isEqualTo("because");
			assertThat(ex.getMessage()).startsWith(call.method() + " /v1/")
				.endsWith(" was refused with status " + status + ": because")
				.doesNotContain("u-1", "lucy");
			if (ex instanceof CustomerIoRateLimitedException limited) {
				assertThat(limited.retryAfter()).isEqualTo(Duration.ofSeconds(7));
			}
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{\"meta\":{\"error\":\"no template\"}}|no template",
			"{\"meta\":{\"errors\":[\"no template\",\"no to\"]}}|no template; no to",
			"{\"errors\":[{\"detail\":\"no filter\",\"status\":422,\"source\":{\"pointer\":\"/data\"}}]}|/data: no filter",
			"{\"errors\":[{\"reason\":\"required\",\"field\":\"to\",\"message\":\"is empty\"}]}|to: is empty (required)",
			"Service unavailable|Service unavailable", "<html>Bad Gateway</html>|<html>Bad Gateway</html>" })
	void readsEveryShapeOfErrors(String body, String detail) {
		server.answerJson(422, body);
		CustomerIoApiException ex = refused();
		assertThat(ex.detail()).isEqualTo(detail);
		assertThat(ex.body()).isEqualTo(body);
	}

	@Test
	void credentialsAreCutOutOfWhatTheServerSays() {
		server.answerJson(401, "{\"meta\":{\"error\":\"bad key Bearer " + CustomerIoServer.APP_API_KEY + "\"}}");
		CustomerIoApiException ex = refused();
		assertThat(ex.detail()).isEqualTo("bad key Bearer ***");
		assertThat(ex.body() + ex + ex.errors()).doesNotContain(CustomerIoServer.APP_API_KEY);
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void whatCannotBeTheAnswerIsAnError(String problem, String body, Consumer<CustomerIoAppClient> call) {
		server.answerJson(200, body);
		assertThatExceptionOfType(CustomerIoResponseException.class).isThrownBy(() -> call.accept(server.appClient()))
			.withMessageContaining(" was answered with a body that cannot be read: ")
			.withMessageContaining(problem)
			.withMessageEndingWith("Is this the address of Customer.io's App API?")
			.satisfies((ex) -> assertThat(ex.toString()).doesNotContain("s3cret"));
	}

	static Stream<Arguments> whatCannotBeTheAnswerIsAnError() {
		return Stream.of(unreadable("", "", AppErrorTests::send),
				unreadable("it is no JSON object", "null", AppErrorTests::send),
				unreadable("it is no JSON object", "[]", AppErrorTests::send),
				unreadable("it is no JSON object", "\"ok\"", (client) -> client.triggerBroadcast(1)),
				unreadable("", "{broken", CustomerIoAppClient::exports),
				unreadable("it has no customer", "{}", (client) -> client.attributes("u")),
				unreadable("one of the devices has a wrong field: platform must not be blank",
						"{\"customer\":{\"devices\":[{\"id\":\"t\"}]}}", (client) -> client.attributes("u")),
				unreadable("it has no export", "{}", (client) -> client.export(1)),
				unreadable("it has an export without id", "{\"export\":{\"id\":null}}", (client) -> client.export(1)),
				unreadable("it has an export without id", "{\"exports\":[{}]}", CustomerIoAppClient::exports),
				unreadable("it has no url", "{\"url\":null}", (client) -> client.exportDownloadLink(1)),
				unreadable("its url is no URL", "{\"url\":\"https://files.example.com/ s3cret\"}",
						(client) -> client.exportDownloadLink(1)));
	}

	private static Arguments unreadable(String problem, String body, Consumer<CustomerIoAppClient> call) {
		return arguments(problem, body, call);
	}

	@Test
	void aRefusedConnectionWasSurelyNotSentThrough() throws Exception {
		try (ClosedPort port = new ClosedPort();
				CustomerIoAppClient client = server.appBuilder().baseUrl(port.url()).build()) {
			CustomerIoTransportException ex = catchThrowableOfType(CustomerIoTransportException.class,
					() -> client.customersByEmail("lucy@example.com"));
			assertThat(ex.mayHaveBeenDelivered()).isFalse();
			assertThat(ex).hasMessageStartingWith("GET /v1/customers could not be sent: ");
			assertThat(ex.getMessage()).doesNotContain("lucy");
		}
	}

	@Test
	void aLostAnswerLeavesDoubt() {
		server.answer(aResponse().withFault(Fault.EMPTY_RESPONSE));
		CustomerIoTransportException ex = catchThrowableOfType(CustomerIoTransportException.class,
				() -> send(server.appClient()));
		assertThat(ex.mayHaveBeenDelivered()).isTrue();
	}

	@Test
	void theKeyShowsNowhere() {
		String part = CustomerIoServer.APP_API_KEY.substring(0, 8);
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		List<Logger> loggers = Stream.of("com.lunogram", "org.springframework")
			.map((name) -> (Logger) LoggerFactory.getLogger(name))
			.toList();
		RetryPolicy twice = new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(1), CustomerIoServer.PATIENCE,
				true);
		try (CustomerIoAppClient client = server.appBuilder().retry(twice).build()) {
			for (Logger logger : loggers) {
				logger.setLevel(Level.TRACE);
				logger.setAdditive(false);
				logger.addAppender(log);
			}
			for (int status : List.of(200, 301, 401, 429, 500)) {
				for (String body : List.of("{\"meta\":{\"error\":\"" + CustomerIoServer.APP_API_KEY + "\"}}",
						"x".repeat(490) + CustomerIoServer.APP_API_KEY, "{\"" + CustomerIoServer.APP_API_KEY)) {
					server.answer(json(status, body).withHeader("X-Echo", CustomerIoServer.APP_API_KEY)
						.withStatusMessage(CustomerIoServer.APP_API_KEY));
					Throwable failure = catchThrowable(() -> client.export(7));
					for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
						assertThat(cause.toString()).doesNotContain(part);
					}
					assertThat(failure).isNotNull();
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
			.noneMatch((message) -> message.contains(part));
	}

	private static CustomerIoApiException refused() {
		return catchThrowableOfType(CustomerIoApiException.class, () -> send(server.appClient()));
	}

	private static void send(CustomerIoAppClient client) {
		client.sendEmail(SendEmailRequest.builder("lucy@example.com").build());
	}

}
