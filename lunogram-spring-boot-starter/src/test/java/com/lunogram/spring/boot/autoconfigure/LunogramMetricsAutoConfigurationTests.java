package com.lunogram.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import com.lunogram.delivery.DeliveryListener;
import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.delivery.EventEnricher;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.delivery.UndeliveredWrite.Reason;
import com.lunogram.delivery.UndeliveredWrite;
import com.lunogram.model.Operation;
import com.lunogram.model.UserEvent;
import com.lunogram.spring.boot.FakeControl;
import com.lunogram.spring.boot.FakePublisher;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LunogramMetricsAutoConfiguration}.
 */
class LunogramMetricsAutoConfigurationTests {

	private final FakeControl control = new FakeControl();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LunogramAutoConfiguration.class,
				LunogramMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
		.withPropertyValues("lunogram.api-key=sk_secret");

	private ApplicationContextRunner withFake() {
		this.control.set(FakeControl.status(State.RUNNING, 11, Duration.ofMillis(1500), null, null));
		return this.runner.withBean(LunogramPublisher.class, () -> new FakePublisher(this.control));
	}

	@ParameterizedTest
	@CsvSource({ "queued, writes, 11", "queued.size, bytes, 2048", "parked, writes, 2", "published, writes, 100",
			"delivered, writes, 90", "retries, requests, 7", "dead.letters, writes, 8", "requests.limit, requests, 240",
			"queue.age, seconds, 1.5" })
	void statusIsMeasured(String name, String unit, double value) {
		withFake().run((context) -> {
			Meter meter = context.getBean(MeterRegistry.class).get("lunogram.delivery." + name).meter();
			assertThat(meter.getId().getBaseUnit()).isEqualTo(unit);
			assertThat(meter.getId().getDescription()).isNotBlank();
			assertThat(meter.measure().iterator().next().getValue()).isEqualTo(value);
		});
	}

	@ParameterizedTest
	@EnumSource(Reason.class)
	void eachReasonIsCountedOnce(Reason reason) {
		withFake().run((context) -> {
			String tag = reason.name().toLowerCase(Locale.ROOT);
			assertThat(
					context.getBean(MeterRegistry.class).find("lunogram.delivery.failed").tag("reason", tag).meters())
				.hasSize(switch (reason) {
					case REFUSED, IN_DOUBT, GAVE_UP -> 1;
					case QUEUE_FULL, UNAVAILABLE, CLOSED, SHUTDOWN -> 0;
				});
			assertThat(
					context.getBean(MeterRegistry.class).find("lunogram.delivery.dropped").tag("reason", tag).meters())
				.hasSize(switch (reason) {
					case REFUSED, IN_DOUBT, GAVE_UP -> 0;
					case QUEUE_FULL, UNAVAILABLE, CLOSED, SHUTDOWN -> 1;
				});
		});
	}

	@Test
	void undeliveredIsCountedByReason() {
		withFake().run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(count(registry, "failed", "refused")).isEqualTo(4);
			assertThat(count(registry, "failed", "gave_up")).isZero();
			assertThat(count(registry, "dropped", "queue_full")).isEqualTo(5);
			assertThat(count(registry, "dropped", "closed")).isZero();
			assertThat(count(registry, "dropped", "shutdown")).isEqualTo(6);
		});
	}

	private static double count(MeterRegistry registry, String name, String reason) {
		return registry.get("lunogram.delivery." + name).tag("reason", reason).functionCounter().count();
	}

	@ParameterizedTest
	@CsvSource({ "listener, 12", "enricher, 13" })
	void exceptionsOfCallbacksAreCounted(String callback, double count) {
		withFake().run((context) -> {
			FunctionCounter counter = context.getBean(MeterRegistry.class)
				.get("lunogram.delivery.callback.failures")
				.tag("callback", callback)
				.functionCounter();
			assertThat(counter.count()).isEqualTo(count);
			assertThat(counter.getId().getBaseUnit()).isEqualTo("exceptions");
			assertThat(counter.getId().getDescription()).isNotBlank();
		});
	}

	@Test
	void exceptionsOfBrokenBeansAreCounted() {
		this.runner
			.withPropertyValues("lunogram.delivery.queue.capacity=1", "lunogram.delivery.batch.linger=1h",
					"lunogram.delivery.shutdown-timeout=0s")
			.withBean(EventEnricher.class, () -> (event) -> {
				throw new IllegalStateException("broken");
			})
			.withBean("brokenListener", DeliveryListener.class, () -> new DeliveryListener() {

				@Override
				public void onUndelivered(UndeliveredWrite write) {
					throw new IllegalStateException("broken");
				}

			})
			.run((context) -> {
				UserEvent event = UserEvent.builder("tested").user("u-1").build();
				context.getBean(LunogramPublisher.class).publish(event, event);
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(failures(registry, "enricher")).isEqualTo(2);
				assertThat(failures(registry, "listener")).isEqualTo(2);
			});
	}

	private static double failures(MeterRegistry registry, String callback) {
		return registry.get("lunogram.delivery.callback.failures").tag("callback", callback).functionCounter().count();
	}

	@Test
	void statusIsAskedForOnceForAllMeters() {
		AtomicLong time = new AtomicLong();
		RecentStatus status = new RecentStatus(this.control::status, time::get);
		status.get();
		time.addAndGet(TimeUnit.MILLISECONDS.toNanos(249));
		status.get();
		assertThat(this.control.statusCalls()).isOne();
		time.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
		status.get();
		assertThat(this.control.statusCalls()).isEqualTo(2);
	}

	@Test
	void batchSizesAreRecorded() {
		withFake().run((context) -> {
			DeliveryListener listener = context.getBean(DeliveryListener.class);
			listener.onDelivered(Operation.POST_USER_EVENTS, 500);
			listener.onDelivered(Operation.POST_USER_EVENTS, 300);
			listener.onDelivered(Operation.UPSERT_USER, 1);
			DistributionSummary summary = context.getBean(MeterRegistry.class)
				.get("lunogram.delivery.batch.size")
				.tag("operation", "post_user_events")
				.summary();
			assertThat(summary.count()).isEqualTo(2);
			assertThat(summary.totalAmount()).isEqualTo(800);
			assertThat(summary.getId().getBaseUnit()).isEqualTo("writes");
		});
	}

	@Test
	void publisherOfTheStarterIsMeasured() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(MeterRegistry.class).find("lunogram.delivery.queued").gauge()).isNotNull();
		});
	}

	@Test
	void registryThatNeedsAPublisherIsNoCycle() {
		this.runner
			.withBean("own", MeterRegistry.class, SimpleMeterRegistry::new,
					(definition) -> definition.setDependsOn(LunogramDeliveryConfiguration.PUBLISHER))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(LunogramBatchMetrics.class));
	}

	@ParameterizedTest
	@CsvSource({ "direct", "log" })
	void nothingIsMeasuredWhereNothingIsDeliveredInTheBackground(String mode) {
		this.runner.withPropertyValues("lunogram.delivery.mode=" + mode)
			.run((context) -> assertThat(context.getBean(MeterRegistry.class).getMeters())
				.extracting((meter) -> meter.getId().getName())
				.noneMatch((name) -> name.startsWith("lunogram.")));
	}

	@Test
	void nothingWithoutRegistry() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(LunogramAutoConfiguration.class, LunogramMetricsAutoConfiguration.class))
			.withPropertyValues("lunogram.api-key=sk_secret")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LunogramDeliveryMetrics.class));
	}

	@Test
	void nothingWithoutMicrometer() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(LunogramAutoConfiguration.class, LunogramMetricsAutoConfiguration.class))
			.withPropertyValues("lunogram.api-key=sk_secret")
			.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(LunogramMetricsAutoConfiguration.class));
	}

	@Test
	void switchedOffWithLunogram() {
		this.runner.withPropertyValues("lunogram.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LunogramDeliveryMetrics.class));
	}

}
