package com.lunogram.spring.boot.actuate;

import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.Operation;
import com.lunogram.spring.boot.FakeControl;
import com.lunogram.spring.boot.FakePublisher;
import com.lunogram.spring.boot.autoconfigure.LunogramAutoConfiguration;
import com.lunogram.spring.boot.autoconfigure.LunogramEndpointAutoConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.actuate.web.ServletManagementContextAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LunogramEndpoint} in a web application.
 */
class LunogramEndpointTests {

	private static final String URL = "/actuator/lunogram";

	private static final String LETTERS = URL + "/dead-letters";

	private final FakeControl control = new FakeControl();

	private final FakePublisher publisher = new FakePublisher(this.control);

	private final WebApplicationContextRunner base = new WebApplicationContextRunner()
		.withUserConfiguration(Application.class)
		.withPropertyValues("lunogram.api-key=sk_very_secret", "management.endpoints.web.exposure.include=lunogram");

	private final WebApplicationContextRunner runner = this.base.withBean("lunogramPublisher", LunogramPublisher.class,
			() -> this.publisher);

	@BeforeEach
	void setAside() {
		this.control.deadLetter(1, Operation.POST_USER_EVENTS, "lucy@example.com");
		this.control.deadLetter(2, Operation.UPSERT_USER, "u-2");
		this.control.deadLetter(3, Operation.POST_USER_EVENTS, "u-3");
	}

	@Test
	void statusIsShown() {
		this.control.set(FakeControl.status(State.RETRYING, 11, Duration.ofMillis(1500), FakeControl.NOON, null));
		run((mvc) -> {
			MvcTestResult result = mvc.get().uri(URL).exchange();
			assertThat(result).hasStatusOk();
			assertThat(result).bodyJson().isStrictlyEqualTo("""
					{"mode":"memory","state":"RETRYING",
					 "queue":{"count":11,"bytes":2048,"oldestAge":"PT1.5S","parked":2},
					 "inFlight":3,"requestsPerMinute":240.0,"lastSuccess":"2026-11-21T12:00:00Z",
					 "lastFailure":{"time":"2026-11-21T11:59:30Z","error":"HTTP 503 Service Unavailable"},
					 "totals":{"published":100,"delivered":90,
					           "undelivered":{"REFUSED":4,"QUEUE_FULL":5,"SHUTDOWN":6},"requests":20,"retries":7,
					           "callbackFailures":{"LISTENER":12,"ENRICHER":13}},
					 "deadLetters":8}""");
		});
	}

	@Test
	void modeAloneIsShownWhereNothingIsDeliveredInTheBackground() {
		this.base.withPropertyValues("lunogram.delivery.mode=direct").run((context) -> {
			MockMvcTester mvc = MockMvcTester.from(context);
			assertThat(mvc.get().uri(URL)).bodyJson().isStrictlyEqualTo("{\"mode\":\"direct\"}");
			assertThat(mvc.get().uri(LETTERS)).bodyJson().isStrictlyEqualTo("{\"total\":0,\"deadLetters\":[]}");
			assertThat(act(mvc, "flush", "")).bodyJson().extractingPath("$.done").isEqualTo(true);
			for (String action : new String[] { "pause", "resume", "replay?all=true", "discard?all=true" }) {
				MvcTestResult result = act(mvc, action, "");
				assertThat(result).hasStatus(HttpStatus.BAD_REQUEST);
				assertThat(result).bodyJson()
					.extractingPath("$.error")
					.asString()
					.startsWith("Nothing is delivered in the background in mode 'direct'");
			}
		});
	}

	@Test
	void keyIsNeverShown() {
		this.base.withPropertyValues("management.endpoint.lunogram.show-payloads=always")
			.run((context) -> assertThat(MockMvcTester.from(context).get().uri(URL)).bodyText()
				.contains("RUNNING")
				.doesNotContain("sk_very_secret"));
	}

	@Test
	void deadLettersAreTheNewestFirstAndMasked() {
		run((mvc) -> {
			assertThat(mvc.get().uri(LETTERS)).bodyJson()
				.extractingPath("$.deadLetters[*].id")
				.asArray()
				.containsExactly(3, 2, 1);
			MvcTestResult result = mvc.get().uri(LETTERS).exchange();
			assertThat(result).bodyText().doesNotContain("12.5", "lucy");
			assertThat(result).bodyJson()
				.extractingPath("$.deadLetters[2]")
				.asMap()
				.isEqualTo(Map.of("id", 1, "time", "2026-11-21T12:00:01Z", "operation", "POST_USER_EVENTS", "reason",
						"REFUSED", "message", "422 Unprocessable", "payload", "******"));
		});
	}

	@ParameterizedTest
	@CsvSource({ "'', 100", "?limit=1, 1", "?limit=149, 149", "?limit=5000, 150" })
	void ofManyDeadLettersTheNewestAreShown(String query, int count) {
		for (int id = 4; id <= 150; id++) {
			this.control.deadLetter(id, Operation.POST_USER_EVENTS, "u-" + id);
		}
		run((mvc) -> {
			MvcTestResult result = mvc.get().uri(LETTERS + query).exchange();
			assertThat(result).bodyJson().extractingPath("$.total").isEqualTo(150);
			assertThat(result).bodyJson()
				.extractingPath("$.deadLetters[*].id")
				.asArray()
				.hasSize(count)
				.startsWith(150)
				.endsWith(151 - count);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "many" })
	void aLimitThatIsNoneIsRefused(String limit) {
		run((mvc) -> assertThat(mvc.get().uri(LETTERS + "?limit=" + limit)).hasStatus(HttpStatus.BAD_REQUEST));
	}

	@ParameterizedTest
	@CsvSource({ "never, ADMIN, false", "always, '', true", "when-authorized, '', false",
			"when-authorized, OTHER, false", "when-authorized, ADMIN, true" })
	void payloadsAreShownToWhomTheyMayBeShown(String show, String role, boolean shown) {
		this.runner
			.withPropertyValues("management.endpoint.lunogram.show-payloads=" + show,
					"management.endpoint.lunogram.roles=ADMIN")
			.run((context) -> {
				MvcTestResult result = MockMvcTester.from(context)
					.get()
					.uri(LETTERS)
					.with((request) -> as(request, role))
					.exchange();
				assertThat(result).hasStatusOk();
				if (shown) {
					assertThat(result).bodyText()
						.contains("\"payload\":{\"name\":\"paid\",\"data\":{\"total\":12.50}}", "lucy@example.com");
				}
				else {
					assertThat(result).bodyText().doesNotContain("12.5", "lucy@example.com");
				}
			});
	}

	@ParameterizedTest
	@MethodSource("oddPayloads")
	void aPayloadThatIsNotReadIsShownAsText(String json) {
		this.control.deadLetter(4, Operation.POST_USER_EVENTS, "u-4", json);
		this.runner.withPropertyValues("management.endpoint.lunogram.show-payloads=always").run((context) -> {
			MvcTestResult result = MockMvcTester.from(context).get().uri(LETTERS).exchange();
			assertThat(result).hasStatusOk();
			assertThat(result).bodyJson().extractingPath("$.deadLetters[0].payload").isEqualTo(json);
			assertThat(result).bodyJson().extractingPath("$.deadLetters[1].payload.name").isEqualTo("paid");
		});
	}

	@ParameterizedTest
	@MethodSource("oddPayloads")
	void aPayloadThatIsNotReadIsMaskedLikeAnyOther(String json) {
		this.control.deadLetter(4, Operation.POST_USER_EVENTS, "u-4", json);
		run((mvc) -> {
			MvcTestResult result = mvc.get().uri(LETTERS).exchange();
			assertThat(result).bodyText().doesNotContain("secret");
			assertThat(result).bodyJson().extractingPath("$.deadLetters[0].payload").isEqualTo("******");
		});
	}

	static Stream<String> oddPayloads() {
		return Stream.of("{\"secret\":" + "1".repeat(1001) + "}", "{\"secret" + "y".repeat(50_001) + "\":1}",
				"{\"secret\":" + "[".repeat(500) + "]".repeat(500) + "}",
				// Few enough levels to be read, but not below those of the answer.
				"{\"secret\":" + "[".repeat(498) + "]".repeat(498) + "}", "{\"secret\":");
	}

	private static MockHttpServletRequest as(MockHttpServletRequest request, String role) {
		if (!role.isEmpty()) {
			Principal principal = () -> "somebody";
			request.setUserPrincipal(principal);
			request.addUserRole(role);
		}
		return request;
	}

	@Test
	void otherPartsAreNotFound() {
		run((mvc) -> assertThat(mvc.get().uri(URL + "/anything")).hasStatus(HttpStatus.NOT_FOUND));
	}

	@Test
	void flushWaitsAsLongAsToldTo() {
		run((mvc) -> {
			assertThat(act(mvc, "flush", "")).hasStatusOk()
				.bodyJson()
				.isStrictlyEqualTo("{\"action\":\"flush\",\"done\":true}");
			this.publisher.flushInVain();
			assertThat(act(mvc, "flush", "{\"timeout\":\"250ms\"}")).hasStatusOk()
				.bodyJson()
				.extractingPath("$.done")
				.isEqualTo(false);
			assertThat(act(mvc, "flush?timeout=1m", "")).hasStatusOk();
			assertThat(act(mvc, "flush?timeout=-1s", "")).hasStatus(HttpStatus.BAD_REQUEST);
			assertThat(this.publisher.flushes()).containsExactly(Duration.ofSeconds(10), Duration.ofMillis(250),
					Duration.ofMinutes(1));
		});
	}

	@Test
	void deliveryIsPausedAndResumed() {
		run((mvc) -> {
			assertThat(act(mvc, "pause", "")).hasStatusOk();
			assertThat(act(mvc, "resume", "")).hasStatusOk();
			assertThat(this.control.calls()).containsExactly("pause", "resume");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{\"id\":2} | [2]", "{\"id\":4} | []", "{\"operation\":\"POST_USER_EVENTS\"} | [1, 3]",
					"{\"operation\":\"post-user-events\"} | [1, 3]", "{\"all\":true} | [1, 2, 3]",
					"{\"id\":2,\"all\":false} | [2]" })
	void deadLettersAreReplayedAndDiscardedAsSelected(String body, String expected) {
		for (String action : new String[] { "replay", "discard" }) {
			FakeControl fresh = new FakeControl();
			fresh.deadLetter(1, Operation.POST_USER_EVENTS, "u-1");
			fresh.deadLetter(2, Operation.UPSERT_USER, "u-2");
			fresh.deadLetter(3, Operation.POST_USER_EVENTS, "u-3");
			this.base.withBean(LunogramPublisher.class, () -> new FakePublisher(fresh)).run((context) -> {
				MvcTestResult result = act(MockMvcTester.from(context), action, body);
				assertThat(result).hasStatusOk();
				assertThat(fresh.calls()).containsExactly(action + expected);
				assertThat(result).bodyJson().extractingPath("$.deadLetters").isEqualTo(3 - fresh.deadLetters().size());
			});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "{\"all\":false}", "{\"id\":1,\"operation\":\"UPSERT_USER\"}",
			"{\"id\":1,\"all\":true}" })
	void nothingIsDoneToDeadLettersThatAreNotSaidWhich(String body) {
		run((mvc) -> {
			for (String action : new String[] { "replay", "discard" }) {
				MvcTestResult result = act(mvc, action, body);
				assertThat(result).hasStatus(HttpStatus.BAD_REQUEST);
				assertThat(result).bodyJson()
					.extractingPath("$.error")
					.isEqualTo("Say which dead letters: give either id, operation or all=true, and only one of these.");
			}
			assertThat(this.control.calls()).isEmpty();
		});
	}

	@Test
	void unknownActionIsRefused() {
		run((mvc) -> assertThat(act(mvc, "explode", "")).hasStatus(HttpStatus.BAD_REQUEST)
			.bodyJson()
			.isStrictlyEqualTo("""
					{"action":"explode","done":false,
					 "error":"There is no such action. Give flush, pause, resume, replay or discard."}"""));
	}

	@Test
	void readOnlyAccessLeavesOutTheActions() {
		this.runner.withPropertyValues("management.endpoint.lunogram.access=READ_ONLY").run((context) -> {
			MockMvcTester mvc = MockMvcTester.from(context);
			assertThat(mvc.get().uri(LETTERS)).hasStatusOk();
			assertThat(act(mvc, "pause", "")).hasStatus4xxClientError();
			assertThat(this.control.calls()).isEmpty();
		});
	}

	private void run(Consumer<MockMvcTester> test) {
		this.runner.run((context) -> test.accept(MockMvcTester.from(context)));
	}

	private static MvcTestResult act(MockMvcTester mvc, String action, String body) {
		return mvc.post().uri(URL + "/" + action).contentType(MediaType.APPLICATION_JSON).content(body).exchange();
	}

	/**
	 * A web application with the actuator, and without all else that is on the class
	 * path: each test starts one.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class,
			HttpMessageConvertersAutoConfiguration.class, JacksonAutoConfiguration.class,
			EndpointAutoConfiguration.class, JacksonEndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class,
			ManagementContextAutoConfiguration.class, ServletManagementContextAutoConfiguration.class,
			LunogramAutoConfiguration.class, LunogramEndpointAutoConfiguration.class })
	static class Application {

	}

}
