package com.lunogram.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.lunogram.ForbiddenException;
import com.lunogram.delivery.DeliveryControl;
import com.lunogram.delivery.DeliveryListener;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.delivery.UndeliveredWrite;
import com.lunogram.model.UserEvent;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the delivery that {@link LunogramAutoConfiguration} sets up.
 */
@ExtendWith(OutputCaptureExtension.class)
class LunogramDeliveryTests {

	private static final String EVENTS = "/api/client/users/events";

	@RegisterExtension
	private final WireMockExtension server = WireMockExtension.newInstance().build();

	private ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LunogramAutoConfiguration.class));

	@BeforeEach
	void pointToServer() {
		this.server.stubFor(post(EVENTS).willReturn(aResponse().withStatus(202)));
		this.runner = this.runner.withPropertyValues("lunogram.api-key=sk_test",
				"lunogram.base-url=" + this.server.baseUrl());
	}

	private static UserEvent event(String name) {
		return UserEvent.builder(name).user("u-1").build();
	}

	@Test
	void deliversInBatchesFromMemoryUnlessToldOtherwise() {
		this.runner.withPropertyValues("lunogram.delivery.batch.linger=1h").run((context) -> {
			LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
			publisher.publish(event("a"));
			publisher.publish(event("b"));
			assertThat(publisher.flush(Duration.ofMinutes(1))).isTrue();
		});
		this.server.verify(1, postRequestedFor(urlEqualTo(EVENTS)).withRequestBody(equalToJson("""
				[{"name":"a","identifier":[{"external_id":"u-1"}],"data":{}},
				 {"name":"b","identifier":[{"external_id":"u-1"}],"data":{}}]""")));
	}

	@Test
	void aChildContextThatClosesLeavesThePublisherOfItsParentOpen() {
		this.runner.run((parent) -> {
			this.runner.withParent(parent)
				.run((child) -> assertThat(child.getBean(LunogramPublisher.class))
					.isSameAs(parent.getBean(LunogramPublisher.class)));
			parent.getBean(LunogramPublisher.class).publish(event("a"));
			assertThat(parent.getBean(LunogramPublisher.class).flush(Duration.ofMinutes(1))).isTrue();
		});
		this.server.verify(1, postRequestedFor(urlEqualTo(EVENTS)));
	}

	@Test
	void aChildContextThatIsStartedAndHasAPublisherForItselfLeavesThatOfItsParentOpen() {
		AtomicBoolean closed = new AtomicBoolean();
		this.runner.withBean("own", LunogramPublisher.class, () -> new OwnPublisher(closed)).run((parent) -> {
			this.runner
				.withBean("hidden", LunogramPublisher.class, () -> new OwnPublisher(new AtomicBoolean()),
						(definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
				.withParent(parent)
				.run((child) -> child.getSourceApplicationContext().start());
			assertThat(closed).isFalse();
		});
		assertThat(closed).isTrue();
	}

	@Test
	void severalPublishersOfOneContextAreAllClosed() {
		AtomicBoolean one = new AtomicBoolean();
		AtomicBoolean other = new AtomicBoolean();
		this.runner.withBean("one", LunogramPublisher.class, () -> new OwnPublisher(one))
			.withBean("other", LunogramPublisher.class, () -> new OwnPublisher(other))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getSourceApplicationContext().start();
			});
		assertThat(one).isTrue();
		assertThat(other).isTrue();
	}

	@Test
	void thePrimaryPublisherIsClosedBeforeTheOneThatItWraps() {
		List<String> calls = new ArrayList<>();
		this.runner.withBean("inner", LunogramPublisher.class, () -> new NotingPublisher("inner", calls))
			.withBean("outer", LunogramPublisher.class, () -> new NotingPublisher("outer", calls),
					(definition) -> definition.setPrimary(true))
			.run((context) -> {
				context.getSourceApplicationContext().start();
				context.getSourceApplicationContext().stop();
				assertThat(calls).containsExactly("start outer", "start inner", "flush outer", "flush inner");
				context.getSourceApplicationContext().start();
				calls.clear();
			});
		assertThat(calls).startsWith("close outer", "close inner");
	}

	@Test
	void aPublisherThatNobodyIsGivenUnaskedIsStoppedAfterTheOneThatIs() {
		List<String> calls = new ArrayList<>();
		this.runner
			.withBean("hidden", LunogramPublisher.class, () -> new NotingPublisher("hidden", calls),
					(definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
			.withBean("used", LunogramPublisher.class, () -> new NotingPublisher("used", calls))
			.run((context) -> {
				context.getSourceApplicationContext().start();
				context.getSourceApplicationContext().stop();
				assertThat(calls).containsExactly("start used", "start hidden", "flush used", "flush hidden");
			});
	}

	@Test
	void severalPrimaryPublishersAreAllStopped() {
		List<String> calls = new ArrayList<>();
		this.runner
			.withBean("one", LunogramPublisher.class, () -> new NotingPublisher("one", calls),
					(definition) -> definition.setPrimary(true))
			.withBean("other", LunogramPublisher.class, () -> new NotingPublisher("other", calls),
					(definition) -> definition.setPrimary(true))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getSourceApplicationContext().start();
				context.getSourceApplicationContext().stop();
				assertThat(calls).containsExactly("start one", "start other", "flush one", "flush other");
			});
	}

	@Test
	void aContextStopsItsOwnPublishersThoughThatOfItsParentIsTheOneThatIsUsed() {
		List<String> calls = new ArrayList<>();
		this.runner.withBean("parents", LunogramPublisher.class, () -> new NotingPublisher("parents", calls))
			.run((parent) -> {
				calls.clear();
				this.runner.withBean("one", LunogramPublisher.class, () -> new NotingPublisher("one", calls))
					.withBean("other", LunogramPublisher.class, () -> new NotingPublisher("other", calls))
					.withParent(parent)
					.run((child) -> {
						child.getSourceApplicationContext().start();
						child.getSourceApplicationContext().stop();
					});
				assertThat(calls).contains("flush one", "flush other").noneMatch((call) -> call.endsWith("parents"));
			});
	}

	@Test
	void aContextStopsThePrimaryOneOfItsOwnWhateverItsParentHas() {
		List<String> calls = new ArrayList<>();
		this.runner
			.withBean("parents", LunogramPublisher.class, () -> new NotingPublisher("parents", calls),
					(definition) -> definition.setPrimary(true))
			.run((parent) -> {
				calls.clear();
				this.runner.withBean("inner", LunogramPublisher.class, () -> new NotingPublisher("inner", calls))
					.withBean("outer", LunogramPublisher.class, () -> new NotingPublisher("outer", calls),
							(definition) -> definition.setPrimary(true))
					.withParent(parent)
					.run((child) -> {
						child.getSourceApplicationContext().start();
						child.getSourceApplicationContext().stop();
						assertThat(calls).containsExactly("start outer", "start inner", "flush outer", "flush inner");
					});
			});
	}

	@Test
	void aParentContextMayHaveSeveralPublishers() {
		new ApplicationContextRunner()
			.withBean("one", LunogramPublisher.class, () -> new OwnPublisher(new AtomicBoolean()))
			.withBean("other", LunogramPublisher.class, () -> new OwnPublisher(new AtomicBoolean()))
			.run((parent) -> this.runner.withParent(parent).run((child) -> assertThat(child).hasNotFailed()));
	}

	@Test
	void batchesAreAsLargeAsConfigured() {
		this.runner.withPropertyValues("lunogram.delivery.batch.max-events=2", "lunogram.delivery.batch.linger=1h")
			.run((context) -> {
				LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
				publisher.publish(event("a"), event("b"), event("c"));
				assertThat(publisher.flush(Duration.ofMinutes(1))).isTrue();
			});
		this.server.verify(2, postRequestedFor(urlEqualTo(EVENTS)));
	}

	@ParameterizedTest
	@CsvSource({ "480, 1, 480", "600, 4, 150" })
	void instancesShareWhatTheKeyMaySend(String max, String instances, double share) {
		this.runner
			.withPropertyValues("lunogram.delivery.max-requests-per-minute=" + max,
					"lunogram.delivery.instances=" + instances)
			.run((context) -> {
				DeliveryControl control = Objects.requireNonNull(context.getBean(LunogramPublisher.class).control());
				assertThat(control.status().requestsPerMinute()).isEqualTo(share);
			});
	}

	@Test
	void eventThatTheServerFailsOnIsTriedAsOftenAsConfigured() {
		this.server.stubFor(post(EVENTS).withRequestBody(containing("bad")).willReturn(aResponse().withStatus(500)));
		CompletableFuture<UndeliveredWrite> undelivered = new CompletableFuture<>();
		this.runner.withPropertyValues("lunogram.delivery.retry.max-attempts=1", "lunogram.delivery.batch.linger=10ms")
			.withBean(DeliveryListener.class, () -> new DeliveryListener() {

				@Override
				public void onUndelivered(UndeliveredWrite write) {
					undelivered.complete(write);
				}

			})
			.run((context) -> {
				context.getBean(LunogramPublisher.class)
					.publish(event("bad"), UserEvent.builder("good").user("u-2").build());
				assertThat(undelivered.get(2, TimeUnit.MINUTES).reason()).isEqualTo(UndeliveredWrite.Reason.GAVE_UP);
			});
		// Two until it is suspect, a few to find it, one by itself; ten unless told
		// otherwise.
		assertThat(this.server.findAll(postRequestedFor(urlEqualTo(EVENTS)).withRequestBody(containing("bad"))))
			.hasSizeLessThan(8);
	}

	@Test
	void whatWaitsIsDeliveredWhenTheContextCloses() {
		this.runner.withPropertyValues("lunogram.delivery.batch.linger=1h")
			.run((context) -> context.getBean(LunogramPublisher.class).publish(event("last")));
		this.server.verify(1, postRequestedFor(urlEqualTo(EVENTS)));
	}

	@Test
	void whatCannotBeDeliveredAtTheEndIsReported(CapturedOutput output) {
		this.server.stubFor(post(EVENTS).willReturn(aResponse().withStatus(503)));
		List<UndeliveredWrite> undelivered = Collections.synchronizedList(new ArrayList<>());
		this.runner.withPropertyValues("lunogram.delivery.shutdown-timeout=200ms")
			.withBean(DeliveryListener.class, () -> new DeliveryListener() {

				@Override
				public void onUndelivered(UndeliveredWrite write) {
					undelivered.add(write);
				}

			})
			.run((context) -> context.getBean(LunogramPublisher.class).publish(event("a"), event("b")));
		assertThat(undelivered).extracting(UndeliveredWrite::reason)
			.containsExactly(UndeliveredWrite.Reason.SHUTDOWN, UndeliveredWrite.Reason.SHUTDOWN);
		assertThat(output).contains("2 writes to Lunogram were not delivered before the shutdown");
	}

	@Test
	void aStoppedContextCanBeStartedAgain() {
		this.runner.run((context) -> {
			LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
			publisher.publish(event("before"));
			context.getSourceApplicationContext().stop();
			this.server.verify(1, postRequestedFor(urlEqualTo(EVENTS)));
			context.getSourceApplicationContext().start();
			publisher.publish(event("after"));
			assertThat(publisher.flush(Duration.ofMinutes(1))).isTrue();
			this.server.verify(2, postRequestedFor(urlEqualTo(EVENTS)));
		});
	}

	@Test
	void deliveryStopsAfterExecutorsAndWebServer() {
		this.runner.run((context) -> assertThat(context.getBean(LunogramDeliveryLifecycle.class).getPhase())
			.isLessThan(SmartLifecycle.DEFAULT_PHASE / 2)
			.isGreaterThan(0));
	}

	@Test
	void noThreadIsStartedBeforeTheFirstWrite() {
		Set<Thread> ofOtherTests = lunogramThreads();
		this.runner.run((context) -> {
			assertThat(lunogramThreads()).isSubsetOf(ofOtherTests);
			context.getBean(LunogramPublisher.class).publish(event("first"));
			assertThat(lunogramThreads()).filteredOn((thread) -> !ofOtherTests.contains(thread))
				.singleElement()
				.extracting(Thread::getName)
				.isEqualTo("lunogram-delivery");
		});
	}

	private static Set<Thread> lunogramThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter(Thread::isAlive)
			.filter((thread) -> thread.getName().startsWith("lunogram-"))
			.collect(Collectors.toSet());
	}

	@Test
	void eachRequestOfDeliveryIsObserved() {
		TestObservationRegistry observations = TestObservationRegistry.create();
		this.runner.withBean(ObservationRegistry.class, () -> observations).run((context) -> {
			LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
			publisher.publish(event("a"));
			assertThat(publisher.flush(Duration.ofMinutes(1))).isTrue();
		});
		TestObservationRegistryAssert.assertThat(observations)
			.hasObservationWithNameEqualTo("lunogram.delivery.requests")
			.that()
			.hasLowCardinalityKeyValue("operation", "post_user_events")
			.hasLowCardinalityKeyValue("outcome", "done")
			.doesNotHaveParentObservation();
	}

	@Test
	void directModeSendsInTheCallersThreadAndThrowsItsErrors() {
		this.server.stubFor(post(EVENTS).willReturn(aResponse().withStatus(403)));
		this.runner.withPropertyValues("lunogram.delivery.mode=direct").run((context) -> {
			LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
			assertThatExceptionOfType(ForbiddenException.class).isThrownBy(() -> publisher.publish(event("a")));
		});
	}

	@Test
	void logModePrintsAndSendsNothing(CapturedOutput output) {
		this.runner.withPropertyValues("lunogram.delivery.mode=log")
			.run((context) -> context.getBean(LunogramPublisher.class).publish(event("printed")));
		assertThat(output).contains("POST /users/events {\"name\":\"printed\"");
		this.server.verify(0, postRequestedFor(urlEqualTo(EVENTS)));
	}

	@Test
	void aPublisherOfTheApplicationsWins() {
		AtomicBoolean closed = new AtomicBoolean();
		this.runner.withBean("own", LunogramPublisher.class, () -> new OwnPublisher(closed)).run((context) -> {
			assertThat(context).hasSingleBean(LunogramPublisher.class);
			assertThat(context.getBean(LunogramPublisher.class)).isInstanceOf(OwnPublisher.class);
		});
		assertThat(closed).isTrue();
	}

	private record OwnPublisher(AtomicBoolean closed) implements StubPublisher {

		@Override
		public void close() {
			this.closed.set(true);
		}

	}

	private record NotingPublisher(String name, List<String> calls) implements StubPublisher {

		@Override
		public void start() {
			this.calls.add("start " + this.name);
		}

		@Override
		public boolean flush(Duration timeout) {
			return this.calls.add("flush " + this.name);
		}

		@Override
		public void close() {
			this.calls.add("close " + this.name);
		}

	}

}
