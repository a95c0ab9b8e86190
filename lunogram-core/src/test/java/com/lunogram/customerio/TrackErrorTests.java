package com.lunogram.customerio;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.http.Fault;
import com.lunogram.support.ClosedPort;
import com.lunogram.support.CustomerIoServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.lunogram.support.DocumentedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What becomes of answers that are no success, or not quite one.
 */
class TrackErrorTests {

	private static final String HTML = "<!doctype html><html><body>Bad Gateway</body></html>";

	@RegisterExtension
	static final CustomerIoServer server = CustomerIoServer.forBadAnswers();

	@ParameterizedTest
	@CsvSource({ "400,CustomerIoBadRequestException", "401,CustomerIoUnauthorizedException",
			"403,CustomerIoForbiddenException", "404,CustomerIoNotFoundException", "408,CustomerIoApiException",
			"413,CustomerIoBadRequestException", "422,CustomerIoBadRequestException",
			"429,CustomerIoRateLimitedException", "500,CustomerIoServerException", "503,CustomerIoServerException",
			"522,CustomerIoServerException" })
	void everyStatusHasItsKind(int status, String kind) {
		server.answerJson(status, "{\"meta\":{\"error\":\"because\"}}");
		for (TrackCall call : TrackCall.all()) {
			CustomerIoApiException ex = catchThrowableOfType(CustomerIoApiException.class,
					() -> call.call().apply(server.trackClient()));
			assertThat(ex.getClass().getSimpleName()).as(call.toString()).isEqualTo(kind);
			assertThat(ex.status()).isEqualTo(status);
			assertThat(ex.detail()).isEqualTo("because");
			assertThat(ex.getMessage()).startsWith(call.method() + " /api/")
				.endsWith(" was refused with status " + status + ": because")
				.doesNotContain("u-1");
		}
	}

	@ParameterizedTest
	@MethodSource
	void readsEveryShapeOfErrors(String body, @Nullable String detail, List<CustomerIoError> errors) {
		server.answerJson(400, body);
		CustomerIoApiException ex = refused();
		assertThat(ex.detail()).isEqualTo(detail);
		assertThat(ex.errors()).isEqualTo(errors);
		assertThat(ex.body()).isEqualTo(body);
	}

	static Stream<Arguments> readsEveryShapeOfErrors() {
		return Stream.of(
				arguments("{\"meta\":{\"error\":\"no name\"}}", "no name", List.of(error("no name", null, null))),
				arguments("{\"meta\":{\"errors\":[\"no name\",\"no data\"]}}", "no name; no data",
						List.of(error("no name", null, null), error("no data", null, null))),
				arguments(
						"{\"errors\":[{\"detail\":\"too long\",\"status\":\"400\",\"source\":{\"pointer\":\"/name\"}},"
								+ "{\"detail\":\"wrong\",\"status\":400}]}",
						"/name: too long; wrong",
						List.of(error("too long", null, "/name"), error("wrong", null, null))),
				arguments(
						"{\"errors\":[{\"reason\":\"required\",\"field\":\"identifiers\",\"message\":\"is empty\"},"
								+ "{\"reason\":\"invalid\"}]}",
						"identifiers: is empty (required); (invalid)",
						List.of(error("is empty", "required", "identifiers"), error(null, "invalid", null))),
				arguments("{\"errors\":[\"just text\"]}", "just text", List.of(error("just text", null, null))),
				arguments("{\"errors\":null,\"meta\":[]}", "{\"errors\":null,\"meta\":[]}", List.of()),
				arguments("[1]", "[1]", List.of()), arguments("null", "null", List.of()),
				arguments("{broken", "{broken", List.of()), arguments("", null, List.of()));
	}

	private static CustomerIoError error(@Nullable String message, @Nullable String reason, @Nullable String field) {
		return new CustomerIoError(message, reason, field);
	}

	@ParameterizedTest
	@CsvSource({ "text/plain,upstream down,upstream down", "text/html; charset=utf-8," + HTML + ",an HTML page",
			"application/json," + HTML + ",<!doctype html>" })
	void textAndHtmlTellWhatTheyCan(String contentType, String body, String detail) {
		server.answer(aResponse().withStatus(502).withHeader("Content-Type", contentType).withBody(body));
		CustomerIoApiException ex = refused();
		assertThat(ex).isInstanceOf(CustomerIoServerException.class);
		assertThat(ex.status()).isEqualTo(502);
		assertThat(ex.detail()).startsWith(detail);
		assertThat(ex.body()).isEqualTo(body);
		assertThat(ex.errors()).isEmpty();
	}

	@Test
	void credentialsAreCutOutOfWhatTheServerSays() {
		String basic = "c2l0ZS0xOmtleS00ZjFkMGMyYjNhNTk2ODdl";
		server.answerJson(401,
				"{\"meta\":{\"error\":\"bad key " + CustomerIoServer.API_KEY + " in Basic " + basic + "\"}}");
		CustomerIoApiException ex = refused();
		assertThat(ex.detail()).isEqualTo("bad key *** in Basic ***");
		assertThat(ex.errors())
			.hasToString("[CustomerIoError[message=bad key *** in Basic ***, reason=null, field=null]]");
		assertThat(ex.body() + ex.getMessage()).doesNotContain(CustomerIoServer.API_KEY).doesNotContain(basic);
	}

	@Test
	void longErrorsAreCutInMessagesButKeptAsTheBody() {
		String text = "x".repeat(100_000);
		server.answerJson(400, "{\"meta\":{\"error\":\"" + text + "\"}}");
		assertThat(refused().getMessage()).hasSizeLessThan(1_000);
		assertThat(refused().body()).contains(text);
	}

	@Test
	void tellsHowLongToWait() {
		server.answer(json(429, "{}").withHeader("Retry-After", "7"));
		assertThat(((CustomerIoRateLimitedException) refused()).retryAfter()).isEqualTo(Duration.ofSeconds(7));
		server.answer(json(503, "{}").withHeader("Retry-After", "8"));
		assertThat(((CustomerIoServerException) refused()).retryAfter()).isEqualTo(Duration.ofSeconds(8));
		server.answerJson(429, "{}");
		assertThat(((CustomerIoRateLimitedException) refused()).retryAfter()).isNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 201, 202, 204, 207 })
	void everySuccessIsOneWithOrWithoutABody(int status) {
		server.answer(status);
		server.trackClient().track("u-1", TrackEvent.of("e"));
		server.answerJson(status, (status == 204) ? "" : "{}");
		server.trackClient().track("u-1", TrackEvent.of("e"));
		assertThat(server.requests()).hasSize(2);
	}

	@Test
	void anHtmlPageIsNoSuccess() {
		server.answer(aResponse().withHeader("Content-Type", "text/html").withBody(HTML));
		assertThatExceptionOfType(CustomerIoResponseException.class)
			.isThrownBy(() -> server.trackClient().delete("u-1"))
			.withMessageContaining("HTML page")
			.withMessageContaining("Track API");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "[]", "{broken", "{}", "{\"region\":\"mars\"}" })
	void aRegionMustBeOne(String body) {
		server.answerJson(200, body);
		assertThatExceptionOfType(CustomerIoResponseException.class).isThrownBy(() -> server.trackClient().region())
			.withMessageStartingWith("GET /api/v1/accounts/region was answered with a body that cannot be read: ");
	}

	@Test
	void aRefusedConnectionWasSurelyNotSentThrough() throws Exception {
		try (ClosedPort port = new ClosedPort();
				CustomerIoTrackClient client = server.trackBuilder().baseUrl(port.url()).build()) {
			CustomerIoTransportException ex = catchThrowableOfType(CustomerIoTransportException.class,
					() -> client.delete("u-1"));
			assertThat(ex.mayHaveBeenDelivered()).isFalse();
			assertThat(ex).hasMessageStartingWith("DELETE /api/v1/customers/{person} could not be sent: ");
		}
	}

	@Test
	void aLostAnswerLeavesDoubt() {
		server.answer(aResponse().withFault(Fault.EMPTY_RESPONSE));
		CustomerIoTransportException ex = catchThrowableOfType(CustomerIoTransportException.class,
				() -> server.trackClient().track("u-1", TrackEvent.of("e")));
		assertThat(ex.mayHaveBeenDelivered()).isTrue();
		assertThat(ex).hasMessageContaining("got no complete answer");
	}

	private static CustomerIoApiException refused() {
		return catchThrowableOfType(CustomerIoApiException.class,
				() -> server.trackClient().track("u-1", TrackEvent.of("e")));
	}

}
