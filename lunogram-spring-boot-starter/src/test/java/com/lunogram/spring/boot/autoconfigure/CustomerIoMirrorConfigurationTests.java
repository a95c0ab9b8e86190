package com.lunogram.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.mirror.CustomerIoMapping;
import com.lunogram.mirror.SkipReason;
import com.lunogram.model.OrganizationEvent;
import com.lunogram.model.UpsertOrganizationRequest;
import com.lunogram.model.UserEvent;
import com.lunogram.spring.boot.actuate.DeliveryDescriptor;
import com.lunogram.spring.boot.actuate.LunogramEndpoint;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link CustomerIoMirrorConfiguration}: both sides of one application.
 */
class CustomerIoMirrorConfigurationTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final String BATCH = "/api/v2/batch";

	private static final String EVENTS = "/api/client/users/events";

	@RegisterExtension
	private final WireMockExtension lunogram = WireMockExtension.newInstance().build();

	@RegisterExtension
	private final WireMockExtension customerIo = WireMockExtension.newInstance().build();

	private ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CustomerIoAutoConfiguration.class, LunogramAutoConfiguration.class,
				CustomerIoHealthAutoConfiguration.class, LunogramEndpointAutoConfiguration.class,
				LunogramMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class));

	@BeforeEach
	void pointToServers() {
		this.lunogram.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(202)));
		this.customerIo.stubFor(any(anyUrl()).willReturn(okJson("{}")));
		this.runner = this.runner.withPropertyValues("lunogram.api-key=sk_test",
				"lunogram.base-url=" + this.lunogram.baseUrl(), "lunogram.delivery.batch.linger=10ms",
				"lunogram.customerio.site-id=site", "lunogram.customerio.track-api-key=key",
				"lunogram.customerio.track-base-url=" + this.customerIo.baseUrl(), "lunogram.customerio.mirror=true",
				"management.endpoints.web.exposure.include=lunogram");
	}

	private static UserEvent event(String name) {
		return UserEvent.builder(name).user("u-1").build();
	}

	private void verifyMirrored(int times, String name) {
		this.customerIo.verify(times, postRequestedFor(urlEqualTo(BATCH))
			.withRequestBody(matchingJsonPath("$.batch[?(@.name == '" + name + "')]")));
	}

	@Test
	void bothSidesGetWhatIsPublished() {
		this.runner.run((context) -> {
			LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
			publisher.publish(event("a"));
			assertThat(publisher.flush(LONG)).isTrue();
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("lunogram.delivery.delivered").functionCounter().count()).isEqualTo(1);
			assertThat(meters.get("lunogram.customerio.mirror.delivered").functionCounter().count()).isEqualTo(1);
		});
		this.lunogram.verify(1, postRequestedFor(urlEqualTo(EVENTS)));
		verifyMirrored(1, "a");
	}

	@Test
	void nothingIsMirroredUnlessToldSo() {
		this.runner.withPropertyValues("lunogram.customerio.mirror=false").run((context) -> {
			context.getBean(LunogramPublisher.class).publish(event("a"));
			assertThat(context).doesNotHaveBean(MirrorDelivery.class).doesNotHaveBean(CustomerIoMirrorMetrics.class);
			assertThat(context.getBean(LunogramEndpoint.class).delivery().mirror()).isNull();
		});
		this.lunogram.verify(1, postRequestedFor(urlEqualTo(EVENTS)));
		this.customerIo.verify(0, postRequestedFor(anyUrl()));
	}

	@Test
	void whatIsSwitchedOffOrOnlyLoggedIsNotMirrored() {
		this.runner.withPropertyValues("lunogram.enabled=false")
			.run((context) -> context.getBean(LunogramPublisher.class).publish(event("a")));
		this.runner.withPropertyValues("lunogram.delivery.mode=log")
			.run((context) -> context.getBean(LunogramPublisher.class).publish(event("a")));
		this.customerIo.verify(0, postRequestedFor(anyUrl()));
	}

	@Test
	void aMappingBeanRenamesAndDrops() {
		this.runner.withBean(CustomerIoMapping.class,
				() -> (write) -> (write instanceof UserEvent event && event.name().equals("old"))
						? new UserEvent("new", event.identifier(), null, event.data()) : null)
			.run((context) -> {
				context.getBean(LunogramPublisher.class).publish(event("old"), event("dropped"));
				assertThat(context.getBean(LunogramPublisher.class).flush(LONG)).isTrue();
				assertThat(skipped(context, "dropped")).isEqualTo(1);
			});
		verifyMirrored(1, "new");
		verifyMirrored(0, "dropped");
	}

	@Test
	void organizationsAreMirroredOnceTheirObjectTypeIsKnown() {
		UpsertOrganizationRequest organization = UpsertOrganizationRequest.builder("org-1").build();
		this.lunogram.stubFor(any(anyUrl()).willReturn(okJson("{}")));
		this.runner.run((context) -> {
			context.getBean(MirrorDelivery.class).publisher().publish(organization);
			assertThat(skipped(context, "no_object_type")).isEqualTo(1);
		});
		this.runner.withPropertyValues("lunogram.customerio.object-type-id=2")
			.run((context) -> context.getBean(MirrorDelivery.class)
				.publisher()
				.publish(organization, OrganizationEvent.builder("renewed").organization("org-1").build()));
		this.customerIo.verify(1, postRequestedFor(urlEqualTo(BATCH))
			.withRequestBody(matchingJsonPath("$.batch[?(@.identifiers.object_type_id == '2')]")));
	}

	private static double skipped(ApplicationContext context, String reason) {
		return context.getBean(MeterRegistry.class)
			.get("lunogram.customerio.mirror.skipped")
			.tag("reason", reason)
			.functionCounter()
			.count();
	}

	@Test
	void oneSideDownHoldsUpNothingOfTheOther() {
		this.customerIo.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(401)));
		this.runner.withPropertyValues("lunogram.delivery.shutdown-timeout=0").run((context) -> {
			LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
			publisher.publish(event("a"));
			await().atMost(LONG).untilAsserted(() -> this.lunogram.verify(1, postRequestedFor(urlEqualTo(EVENTS))));
			await().atMost(LONG).until(() -> health(context).getStatus().equals(Status.DOWN));
			assertThat(health(context).getDetails()).extractingByKey("mirror")
				.asString()
				.contains("BLOCKED", "queued=1");
			DeliveryDescriptor delivery = context.getBean(LunogramEndpoint.class).delivery();
			assertThat(Objects.requireNonNull(delivery.queue()).count()).isZero();
			DeliveryDescriptor.Mirror mirror = Objects.requireNonNull(delivery.mirror());
			assertThat(mirror.queue().count()).isEqualTo(1);
			assertThat(mirror.lastFailure()).isNotNull();
			assertThat(mirror.skipped()).containsEntry(SkipReason.MATCH, 0L);
		});
	}

	private static Health health(ApplicationContext context) {
		CompositeHealthContributor contributor = (CompositeHealthContributor) context
			.getBean("customerIoHealthContributor");
		HealthIndicator indicator = (HealthIndicator) Objects.requireNonNull(contributor.getContributor("track"));
		return Objects.requireNonNull(indicator.health(true));
	}

	@Test
	void theEndpointSteersBothSides() {
		this.customerIo.stubFor(any(urlEqualTo(BATCH)).willReturn(aResponse().withStatus(400)));
		this.runner.run((context) -> {
			LunogramEndpoint endpoint = context.getBean(LunogramEndpoint.class);
			context.getBean(LunogramPublisher.class).publish(event("a"));
			assertThat(endpoint.act("flush", LONG, null, null, null, null).done()).isTrue();
			assertThat(Objects.requireNonNull(endpoint.deadLetters("dead-letters", null)).total()).isZero();
			assertThat(Objects.requireNonNull(endpoint.deadLetters("mirror-dead-letters", null)).total()).isEqualTo(1);
			this.customerIo.stubFor(any(anyUrl()).willReturn(okJson("{}")));
			assertThat(endpoint.act("replay", null, null, null, true, null).deadLetters()).isZero();
			assertThat(endpoint.act("replay", null, null, null, true, true).deadLetters()).isEqualTo(1);
			assertThat(endpoint.act("flush", LONG, null, null, null, null).done()).isTrue();
		});
		verifyMirrored(2, "a");
	}

	@Test
	void withoutAMirrorThereIsNoneToSteer() {
		this.runner.withPropertyValues("lunogram.customerio.mirror=false").run((context) -> {
			LunogramEndpoint endpoint = context.getBean(LunogramEndpoint.class);
			assertThat(endpoint.act("pause", null, null, null, null, true).error())
				.contains("lunogram.customerio.mirror");
			assertThat(endpoint.deadLetters("mirror-dead-letters", null)).isNull();
		});
	}

	@Test
	void whatWaitsWhenTheApplicationStopsReachesBoth() {
		this.runner.withPropertyValues("lunogram.delivery.batch.linger=1h")
			.run((context) -> context.getBean(LunogramPublisher.class).publish(event("last")));
		this.lunogram.verify(1, postRequestedFor(urlEqualTo(EVENTS)));
		verifyMirrored(1, "last");
	}

	@Test
	void requestsAreObservedUnderANameOfTheirOwn() {
		TestObservationRegistry observations = TestObservationRegistry.create();
		this.runner.withBean(ObservationRegistry.class, () -> observations)
			.run((context) -> context.getBean(LunogramPublisher.class).publish(event("a")));
		TestObservationRegistryAssert.assertThat(observations)
			.hasObservationWithNameEqualTo("lunogram.customerio.mirror.requests")
			.that()
			.hasLowCardinalityKeyValue("operation", "batch")
			.hasLowCardinalityKeyValue("outcome", "done");
	}

	@Test
	void whatIsRolledBackIsNotMirrored() {
		this.runner
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					JdbcTemplateAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
					TransactionAutoConfiguration.class, LunogramOutboxAutoConfiguration.class))
			.withPropertyValues("lunogram.delivery.mode=outbox",
					"spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1")
			.run((context) -> {
				LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
				TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
				transaction.executeWithoutResult((status) -> {
					publisher.publish(event("rolled-back"));
					status.setRollbackOnly();
				});
				TransactionTemplate nested = new TransactionTemplate(
						Objects.requireNonNull(transaction.getTransactionManager()));
				nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
				transaction.executeWithoutResult((status) -> {
					publisher.publish(event("committed"));
					nested.executeWithoutResult((inner) -> {
						publisher.publish(event("undone"));
						inner.setRollbackOnly();
					});
					assertThat(context.getBean(MirrorDelivery.class).control().status().published()).isZero();
				});
				publisher.publish(event("alone"));
				assertThat(publisher.flush(LONG)).isTrue();
				assertThat(context.getBean(MirrorDelivery.class).control().status().delivered()).isEqualTo(2);
			});
		verifyMirrored(1, "committed");
		verifyMirrored(1, "alone");
		verifyMirrored(0, "rolled-back");
		verifyMirrored(0, "undone");
	}

	@Test
	void enrichersAddForBothSides() {
		this.runner.withPropertyValues("lunogram.events.id-key=event_id")
			.run((context) -> context.getBean(LunogramPublisher.class).publish(event("a")));
		this.customerIo.verify(1, postRequestedFor(urlEqualTo(BATCH))
			.withRequestBody(matchingJsonPath("$.batch[0].attributes.event_id")));
	}

}
