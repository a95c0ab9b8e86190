package com.lunogram.spring.boot.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.lunogram.LunogramClient;
import com.lunogram.delivery.EventEnricher;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.OrganizationEvent;
import com.lunogram.model.UpsertUserRequest;
import com.lunogram.model.UserEvent;
import com.lunogram.spring.LunogramEvent;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.test.simple.SimpleTracer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is added to events.
 */
@ExtendWith(OutputCaptureExtension.class)
class LunogramEnricherTests {

	private static final String EVENTS = "/api/client/users/events";

	@RegisterExtension
	private final WireMockExtension server = WireMockExtension.newInstance().build();

	private final JsonMapper mapper = new JsonMapper();

	private ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LunogramAutoConfiguration.class));

	@BeforeEach
	void pointToServer() {
		this.server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(202)));
		this.runner = this.runner.withPropertyValues("lunogram.api-key=sk_test",
				"lunogram.base-url=" + this.server.baseUrl());
	}

	private static UserEvent event() {
		return UserEvent.builder("e").user("u-1").build();
	}

	private static void publish(ApplicationContext context) {
		LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
		publisher.publish(event());
		assertThat(publisher.flush(Duration.ofMinutes(1))).isTrue();
	}

	private static void publishIn(Span span, ApplicationContext context) {
		Tracer.SpanInScope scope = context.getBean(Tracer.class).withSpan(span);
		publish(context);
		scope.close();
	}

	/** The data of all user events that were sent, in order. */
	private List<JsonNode> sent() {
		return this.server.findAll(postRequestedFor(urlEqualTo(EVENTS)))
			.stream()
			.flatMap((request) -> this.mapper.readTree(request.getBody()).valueStream())
			.map((event) -> event.get("data"))
			.toList();
	}

	private String only() {
		assertThat(sent()).hasSize(1);
		return sent().get(0).toString();
	}

	@Test
	void nothingIsAddedUnlessAskedFor() {
		this.runner.withPropertyValues("spring.application.name=shop").withBean(SimpleTracer.class).run((context) -> {
			publishIn(context.getBean(SimpleTracer.class).nextSpan().start(), context);
		});
		assertThat(only()).isEqualTo("{}");
	}

	@Test
	void theTimeOfPublishing() {
		Instant before = Instant.now();
		this.runner.withPropertyValues("lunogram.events.occurred-at-key=occurred_at")
			.run(LunogramEnricherTests::publish);
		String time = sent().get(0).get("occurred_at").asString();
		assertThat(time).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[.]\\d{3}Z");
		assertThat(Instant.parse(time)).isBetween(before.minusMillis(1), Instant.now());
	}

	@Test
	void anIdForEachEvent() {
		this.runner.withPropertyValues("lunogram.events.id-key=event_id").run((context) -> {
			publish(context);
			publish(context);
		});
		assertThat(sent()).extracting((data) -> UUID.fromString(data.get("event_id").asString()))
			.hasSize(2)
			.doesNotHaveDuplicates();
	}

	@Test
	void anEventKeepsItsIdAndTimeWhenItIsSentAgain() {
		this.server.stubFor(post(EVENTS).inScenario("retry")
			.whenScenarioStateIs(Scenario.STARTED)
			.willSetStateTo("up")
			.willReturn(aResponse().withStatus(503)));
		this.runner
			.withPropertyValues("lunogram.events.id-key=id", "lunogram.events.occurred-at-key=at",
					"lunogram.delivery.batch.linger=0")
			.run(LunogramEnricherTests::publish);
		assertThat(sent()).hasSize(2);
		assertThat(sent().get(0)).isEqualTo(sent().get(1));
	}

	@Test
	void theNameOfTheApplication() {
		this.runner.withPropertyValues("lunogram.events.application-key=app", "spring.application.name=shop")
			.run(LunogramEnricherTests::publish);
		assertThat(only()).isEqualTo("{\"app\":\"shop\"}");
	}

	@Test
	void aPublisherOfTheApplicationsOwn() {
		this.runner.withPropertyValues("lunogram.events.application-key=app", "spring.application.name=shop")
			.withUserConfiguration(OwnPublisher.class)
			.run(LunogramEnricherTests::publish);
		assertThat(only()).isEqualTo("{\"app\":\"shop\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "not.the.name=shop", "spring.application.name=" })
	void anApplicationWithoutAName(String property) {
		this.runner.withPropertyValues("lunogram.events.application-key=app", property)
			.run(LunogramEnricherTests::publish);
		assertThat(only()).isEqualTo("{}");
	}

	@Test
	void theCurrentTrace() {
		this.runner.withPropertyValues("lunogram.events.trace-id-key=trace_id")
			.withBean(SimpleTracer.class)
			.run((context) -> {
				SimpleTracer tracer = context.getBean(SimpleTracer.class);
				publish(context);
				Span span = tracer.nextSpan().start();
				publishIn(span, context);
				assertThat(span.context().traceId()).isNotEmpty();
				assertThat(sent()).extracting(Object::toString)
					.containsExactly("{}", "{\"trace_id\":\"" + span.context().traceId() + "\"}");
			});
	}

	@Test
	void noTracer() {
		this.runner.withPropertyValues("lunogram.events.trace-id-key=trace_id").run(LunogramEnricherTests::publish);
		assertThat(only()).isEqualTo("{}");
	}

	@Test
	void tracerThatDoesNothing() {
		this.runner.withPropertyValues("lunogram.events.trace-id-key=trace_id")
			.withBean(Tracer.class, () -> Tracer.NOOP)
			.run(LunogramEnricherTests::publish);
		assertThat(only()).isEqualTo("{}");
	}

	@Test
	void severalTracers() {
		this.runner.withPropertyValues("lunogram.events.trace-id-key=trace_id")
			.withBean("one", SimpleTracer.class)
			.withBean("other", SimpleTracer.class)
			.run(LunogramEnricherTests::publish);
		assertThat(only()).isEqualTo("{}");
	}

	@Test
	void noTracingLibrary() {
		this.runner.withPropertyValues("lunogram.events.trace-id-key=trace_id")
			.withClassLoader(new FilteredClassLoader(Tracer.class))
			.run(LunogramEnricherTests::publish);
		assertThat(only()).isEqualTo("{}");
	}

	@Test
	void switchedOff() {
		this.runner
			.withPropertyValues("lunogram.enabled=false", "lunogram.events.id-key=id",
					"lunogram.events.occurred-at-key=at", "lunogram.events.application-key=app",
					"lunogram.events.trace-id-key=trace")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getBean(LunogramPublisher.class).publish(event());
			});
		assertThat(sent()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "occurred-at-key", "id-key", "application-key", "trace-id-key" })
	void aBlankKeyIsRefused(String property) {
		this.runner.withPropertyValues("lunogram.events." + property + "= ")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageStartingWith("events." + property + " is blank"));
	}

	@Test
	void beansOfTheApplicationInTheirOrderAndBeforeOurs() {
		this.runner.withUserConfiguration(OwnEnrichers.class)
			.withPropertyValues("lunogram.events.application-key=app", "lunogram.events.id-key=id",
					"spring.application.name=shop")
			.run((context) -> {
				LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
				publisher.publish(UserEvent.builder("e").user("u-1").data("a", 0).build());
				assertThat(publisher.flush(Duration.ofMinutes(1))).isTrue();
			});
		assertThat(only()).isEqualTo("{\"a\":0,\"b\":\"first\",\"app\":\"own\",\"c\":\"second\",\"id\":\"own\"}");
	}

	@Test
	void allEventsAndOnlyEvents() {
		this.server.stubFor(post("/api/client/users").willReturn(okJson("{}")));
		this.runner.withPropertyValues("lunogram.events.application-key=app", "spring.application.name=shop")
			.run((context) -> {
				LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
				assertThat(publisher.offer(Duration.ZERO, UpsertUserRequest.builder("u-1").data("a", 1).build(),
						OrganizationEvent.builder("e").organization("o-1").build()))
					.isTrue();
				assertThat(publisher.flush(Duration.ofMinutes(1))).isTrue();
			});
		List<String> bodies = this.server.getAllServeEvents()
			.stream()
			.map((request) -> request.getRequest().getBodyAsString())
			.sorted()
			.toList();
		assertThat(bodies).hasSize(2);
		assertThat(bodies.get(0)).startsWith("[").contains("\"data\":{\"app\":\"shop\"}");
		assertThat(bodies.get(1)).contains("\"data\":{\"a\":1}");
	}

	@Test
	void inDirectMode() {
		this.runner
			.withPropertyValues("lunogram.delivery.mode=direct", "lunogram.events.application-key=app",
					"spring.application.name=shop")
			.run((context) -> {
				context.getBean(LunogramPublisher.class).publish(event());
				assertThat(only()).isEqualTo("{\"app\":\"shop\"}");
			});
	}

	@Test
	void inLogMode(CapturedOutput output) {
		this.runner
			.withPropertyValues("lunogram.delivery.mode=log", "lunogram.events.application-key=app",
					"spring.application.name=shop")
			.run((context) -> context.getBean(LunogramPublisher.class).publish(event()));
		assertThat(output).contains("\"data\":{\"app\":\"shop\"}");
	}

	@Test
	void eventsOfAnnotatedMethods() {
		this.runner
			.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, LunogramEventAutoConfiguration.class))
			.withPropertyValues("lunogram.events.application-key=app", "spring.application.name=shop")
			.withBean(Shop.class)
			.run((context) -> context.getBean(Shop.class).sell());
		assertThat(only()).isEqualTo("{\"a\":1,\"app\":\"shop\"}");
	}

	@Test
	void whatWaitsIsDeliveredWhenTheContextCloses() {
		this.runner
			.withPropertyValues("lunogram.delivery.batch.linger=1h", "lunogram.events.application-key=app",
					"spring.application.name=shop")
			.run((context) -> context.getBean(LunogramPublisher.class).publish(event()));
		assertThat(only()).isEqualTo("{\"app\":\"shop\"}");
	}

	@Test
	void aBrokenEnricherDoesNotHarmTheEvent(CapturedOutput output) {
		this.runner.withPropertyValues("lunogram.events.application-key=app", "spring.application.name=shop")
			.withBean(EventEnricher.class, () -> (event) -> {
				throw new IllegalStateException("no tenant");
			})
			.run(LunogramEnricherTests::publish);
		assertThat(only()).isEqualTo("{\"app\":\"shop\"}");
		assertThat(output).contains("1 times an EventEnricher failed").contains("no tenant");
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnEnrichers {

		@Bean
		EventEnricher unordered() {
			return (event) -> Map.of("id", "own");
		}

		@Bean
		@Order(2)
		EventEnricher second() {
			return (event) -> Map.of("a", "second", "b", "second", "c", "second");
		}

		@Bean
		@Order(1)
		EventEnricher first() {
			return (event) -> Map.of("b", "first");
		}

		@Bean
		@Order(1)
		EventEnricher alsoFirst() {
			return (event) -> Map.of("app", "own");
		}

	}

	static class Shop {

		@LunogramEvent(name = "sold", user = "'u-1'", data = "{a: 1}")
		void sell() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPublisher {

		@Bean
		LunogramPublisher own(LunogramClient client, LunogramEnrichers enrichers) {
			return enrichers.applyTo(LunogramPublisher.memory(client).build());
		}

	}

}
