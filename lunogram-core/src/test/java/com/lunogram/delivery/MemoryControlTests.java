package com.lunogram.delivery;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.lunogram.LunogramClient;
import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.delivery.UndeliveredWrite.Reason;
import com.lunogram.model.DeleteUserRequest;
import com.lunogram.model.ExternalId;
import com.lunogram.model.Operation;
import com.lunogram.model.UserEvent;
import com.lunogram.support.BrokenHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.notContaining;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests of looking into a delivery from memory, and steering it, over real HTTP.
 */
class MemoryControlTests {

	private static final String EVENTS = "/api/client/users/events";

	/** So long that only what is wrong takes it. */
	private static final Duration LONG = Duration.ofMinutes(1);

	@RegisterExtension
	private final WireMockExtension server = WireMockExtension.newInstance().build();

	private final Queue<Observation.Context> observed = new ConcurrentLinkedQueue<>();

	@SuppressWarnings("NullAway.Init")
	private LunogramClient client;

	@SuppressWarnings("NullAway.Init")
	private LunogramPublisher publisher;

	@SuppressWarnings("NullAway.Init")
	private DeliveryControl control;

	@BeforeEach
	void startDelivery() {
		this.server.stubFor(post(EVENTS).willReturn(aResponse().withStatus(202)));
		this.server.stubFor(post(EVENTS).withRequestBody(containing("bad"))
			.willReturn(aResponse().withStatus(400).withBody("{\"title\":\"bad request\",\"detail\":\"no\"}")));
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new Recorder(this.observed));
		this.client = LunogramClient.builder()
			.apiKey("sk_test")
			.baseUrl(this.server.baseUrl())
			.connectTimeout(LONG)
			.readTimeout(LONG)
			.build();
		MemoryPublisherBuilder builder = LunogramPublisher.memory(this.client).linger(Duration.ofMillis(10));
		this.publisher = builder.observationRegistry(registry).build();
		this.control = Objects.requireNonNull(this.publisher.control());
	}

	@AfterEach
	void stopDelivery() {
		this.publisher.close();
		this.client.close();
	}

	private void publish(String... names) {
		for (String name : names) {
			this.publisher.publish(UserEvent.builder(name).user("u-1").build());
		}
	}

	private void flush() {
		assertThat(this.publisher.flush(LONG)).isTrue();
	}

	@Test
	void statusCountsWhatHappens() {
		publish("a", "bad", "b");
		flush();
		DeliveryStatus status = this.control.status();
		assertThat(status.state()).isEqualTo(State.RUNNING);
		assertThat(status.published()).isEqualTo(3);
		assertThat(status.delivered()).isEqualTo(2);
		assertThat(status.undelivered()).isEqualTo(Map.of(Reason.REFUSED, 1L));
		assertThat(status.queued()).isZero();
		assertThat(status.queuedBytes()).isZero();
		assertThat(status.oldestAge()).isZero();
		assertThat(status.inFlight()).isZero();
		assertThat(status.requests()).isEqualTo(this.server.getAllServeEvents().size());
		assertThat(status.retries()).isPositive().isLessThan(status.requests());
		assertThat(status.lastSuccess()).isNotNull();
		assertThat(status.lastFailure()).isNotNull();
		assertThat(status.lastError()).contains("400", "no");
		assertThat(status.deadLetters()).isEqualTo(1);
	}

	@Test
	void aPauseHoldsEverythingAndResumeLetsItGo() {
		this.control.pause();
		publish("a", "b");
		Awaitility.await().atMost(LONG).until(() -> this.control.status().state() == State.PAUSED);
		assertThat(this.publisher.flush(Duration.ofMillis(50))).isFalse();
		DeliveryStatus status = this.control.status();
		assertThat(status.queued()).isEqualTo(2);
		assertThat(status.queuedBytes()).isPositive();
		assertThat(status.oldestAge()).isPositive();
		this.server.verify(0, postRequestedFor(urlEqualTo(EVENTS)));
		this.control.resume();
		flush();
		this.server.verify(1, postRequestedFor(urlEqualTo(EVENTS)));
	}

	@Test
	void deletingWhatIsNotThereIsNoFailure() {
		this.server.stubFor(
				delete("/api/client/users").willReturn(aResponse().withStatus(404).withBody("{\"title\":\"none\"}")));
		this.publisher.publish(DeleteUserRequest.of(ExternalId.of("u-1")));
		flush();
		publish("a");
		flush();
		DeliveryStatus status = this.control.status();
		assertThat(status.delivered()).isEqualTo(2);
		assertThat(status.retries()).isZero();
		assertThat(status.lastFailure()).isNull();
		assertThat(this.observed).extracting(Observation.Context::getError).containsOnlyNulls();
	}

	@Test
	void aPauseShowsThoughNothingWasPublishedYet() {
		this.control.pause();
		assertThat(this.control.status().state()).isEqualTo(State.PAUSED);
		this.control.resume();
		assertThat(this.control.status().state()).isEqualTo(State.RUNNING);
	}

	@Test
	void whatIsPausedIsDeliveredAtTheEnd() {
		this.control.pause();
		publish("a");
		this.publisher.close();
		this.server.verify(1, postRequestedFor(urlEqualTo(EVENTS)));
		assertThat(this.control.status().state()).isEqualTo(State.CLOSED);
	}

	@Test
	void deadLettersAreReplayedOrDiscarded() {
		publish("bad.1", "bad.2", "good");
		flush();
		List<DeadLetter> letters = this.control.deadLetters();
		assertThat(letters).extracting((letter) -> letter.write().json())
			.satisfiesExactly((first) -> assertThat(first).contains("bad.1"),
					(second) -> assertThat(second).contains("bad.2"));
		assertThat(this.control.discard((letter) -> letter.id() == letters.get(1).id())).isEqualTo(1);
		this.server.resetMappings();
		this.server.stubFor(post(EVENTS).willReturn(aResponse().withStatus(202)));
		assertThat(this.control.replay((letter) -> true)).isEqualTo(1);
		flush();
		assertThat(this.control.deadLetters()).isEmpty();
		assertThat(this.control.status().delivered()).isEqualTo(2);
		this.server.verify(postRequestedFor(urlEqualTo(EVENTS)).withRequestBody(containing("bad.1")));
	}

	@Test
	void aQuestionThatThrowsLosesNothing() {
		publish("bad.1", "bad.2");
		flush();
		Predicate<DeadLetter> broken = (letter) -> {
			if (letter.write().json().contains("bad.2")) {
				throw new IllegalStateException("broken");
			}
			return true;
		};
		assertThatIllegalStateException().isThrownBy(() -> this.control.replay(broken));
		assertThatIllegalStateException().isThrownBy(() -> this.control.discard(broken));
		assertThat(this.control.deadLetters()).hasSize(2);
		assertThat(this.control.status().delivered()).isZero();
	}

	@Test
	void whatCannotBeReplayedStaysADeadLetter() {
		publish("bad");
		flush();
		this.publisher.close();
		assertThat(this.control.replay((letter) -> true)).isZero();
		assertThat(this.control.deadLetters()).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource("unexpected")
	void whateverElseIsThrownIsObservedAsDoubt(Throwable error) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new Recorder(this.observed));
		ObservedSender sender = new ObservedSender((operation, body) -> sneaky(error), registry, reports());
		assertThatThrownBy(() -> sender.send(Operation.POST_USER_EVENTS, new byte[0])).isSameAs(error);
		assertThat(this.observed).singleElement().satisfies((context) -> {
			assertThat(key(context, "outcome")).isEqualTo("in_doubt");
			assertThat(context.getError()).isSameAs(error);
		});
	}

	private static Reports reports() {
		return new Reports(List.of(), Clock.systemUTC(), System::nanoTime);
	}

	@ParameterizedTest
	@EnumSource
	void aBrokenHandlerOfObservationsMakesNothingGoOutAgain(BrokenHandler handler) {
		ObservationRegistry registry = handler.registry();
		try (LunogramClient client = LunogramClient.builder()
			.apiKey("sk_test")
			.baseUrl(this.server.baseUrl())
			.readTimeout(LONG)
			.observationRegistry(handler.isCalledBeforeARequest() ? ObservationRegistry.NOOP : registry)
			.build();
				LunogramPublisher observed = LunogramPublisher.memory(client).observationRegistry(registry).build()) {
			observed.publish(UserEvent.builder("bad").user("u-1").build(),
					UserEvent.builder("good").user("u-2").build());
			assertThat(observed.flush(LONG)).isTrue();
			DeliveryStatus status = Objects.requireNonNull(observed.control()).status();
			assertThat(status.delivered()).isEqualTo(1);
			assertThat(status.undelivered()).isEqualTo(Map.of(Reason.REFUSED, 1L));
			assertThat(status.callbackFailures().get(DeliveryStatus.Callback.OBSERVATION_HANDLER)).isPositive();
			this.server.verify(1, postRequestedFor(urlEqualTo(EVENTS)).withRequestBody(containing("good"))
				.withRequestBody(notContaining("bad")));
		}
	}

	@ParameterizedTest
	@EnumSource
	void aBrokenHandlerOfObservationsHidesNoFailureAndLeavesNothingBehind(BrokenHandler handler) {
		ObservationRegistry registry = handler.registry();
		Reports reports = reports();
		RuntimeException failure = Failures.refused();
		ObservedSender sender = new ObservedSender((operation, body) -> {
			throw failure;
		}, registry, reports);
		assertThatException().isThrownBy(() -> sender.send(Operation.POST_USER_EVENTS, new byte[0])).isSameAs(failure);
		assertThat(registry.getCurrentObservationScope()).isNull();
		assertThat(reports.stats().callbackFailures()).containsEntry(DeliveryStatus.Callback.OBSERVATION_HANDLER, 1L);
	}

	private static Stream<Throwable> unexpected() {
		return Stream.of(new AssertionError("a bug"), new IOException("of a language that declares none"));
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void sneaky(Throwable failure) throws T {
		throw (T) failure;
	}

	@Test
	void eachRequestIsObservedByItself() {
		publish("a");
		flush();
		publish("bad");
		flush();
		assertThat(this.observed)
			.extracting(Observation.Context::getName, (context) -> key(context, "operation"),
					(context) -> key(context, "outcome"), Observation.Context::getParentObservation)
			.containsExactly(tuple("lunogram.delivery.requests", "post_user_events", "done", null),
					tuple("lunogram.delivery.requests", "post_user_events", "refused", null));
	}

	private static String key(Observation.Context context, String name) {
		return context.getLowCardinalityKeyValues()
			.stream()
			.filter((value) -> value.getKey().equals(name))
			.findFirst()
			.orElseThrow()
			.getValue();
	}

	private record Recorder(Queue<Observation.Context> observed) implements ObservationHandler<Observation.Context> {

		@Override
		public void onStop(Observation.Context context) {
			this.observed.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
