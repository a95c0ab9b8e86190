package com.lunogram.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.Objects;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.lunogram.LunogramClient;
import com.lunogram.model.UserEvent;
import com.lunogram.spring.boot.health.LunogramHealthIndicator;
import com.lunogram.spring.boot.health.LunogramTraffic;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.moreThanOrExactly;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link LunogramHealthAutoConfiguration}.
 */
class LunogramHealthAutoConfigurationTests {

	@RegisterExtension
	private static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort())
		.build();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(LunogramAutoConfiguration.class, LunogramHealthAutoConfiguration.class))
		.withPropertyValues("lunogram.api-key=sk_secret", "lunogram.base-url=" + server.baseUrl());

	@Test
	void indicatorIsThere() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(LunogramHealthIndicator.class)
			.hasBean("lunogramHealthContributor"));
	}

	@Test
	void indicatorIsRegisteredAsLunogram() {
		this.runner.withConfiguration(AutoConfigurations.of(HealthContributorRegistryAutoConfiguration.class))
			.run((context) -> assertThat(context.getBean(HealthContributorRegistry.class).getContributor("lunogram"))
				.isInstanceOf(LunogramHealthIndicator.class));
	}

	@Test
	void trafficOfTheClientIsWatched() {
		server.stubFor(post("/api/client/users/events").willReturn(status(202)));
		this.runner.run((context) -> {
			LunogramClient client = context.getBean(LunogramClient.class);
			client.users().events().post(UserEvent.builder("order.completed").user("user-1").build());
			assertThat(health(context.getBean(LunogramHealthIndicator.class)).getStatus()).isEqualTo(Status.UP);
		});
		server.verify(0, getRequestedFor(urlEqualTo("/api/client/push/vapid")));
	}

	@Test
	void refusedKeyIsDown() {
		server.stubFor(post("/api/client/users/events").willReturn(status(401)));
		server.stubFor(get("/api/client/push/vapid").willReturn(status(401)));
		this.runner.run((context) -> {
			LunogramClient client = context.getBean(LunogramClient.class);
			assertThatThrownBy(
					() -> client.users().events().post(UserEvent.builder("order.completed").user("user-1").build()));
			Health health = health(context.getBean(LunogramHealthIndicator.class));
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.toString()).doesNotContain("sk_secret");
		});
	}

	@Test
	@Timeout(120)
	void healthDoesNotWaitForRetriesNorForTheReadTimeout() {
		server.stubFor(get("/api/client/push/vapid").willReturn(status(404).withFixedDelay(600_000)));
		this.runner.withPropertyValues("lunogram.read-timeout=10m")
			.run((context) -> assertThat(health(context.getBean(LunogramHealthIndicator.class)).getStatus())
				.isEqualTo(Status.UNKNOWN));
	}

	@Test
	void probeIntervalIsThatOfTheProperty() {
		server.stubFor(get("/api/client/push/vapid").willReturn(status(404)));
		this.runner.withPropertyValues("lunogram.health.probe-interval=1ns").run((context) -> {
			LunogramHealthIndicator indicator = context.getBean(LunogramHealthIndicator.class);
			// Whoever asks during a probe makes no second one.
			awaitOnSlowMachines(() -> {
				indicator.health();
				server.verify(moreThanOrExactly(2), getRequestedFor(urlEqualTo("/api/client/push/vapid")));
			});
		});
	}

	@Test
	void severalClientsAreOneComposite() {
		server.stubFor(post("/api/client/users/events").willReturn(status(202)));
		server.stubFor(get("/api/client/push/vapid").willReturn(status(401)));
		this.runner.withUserConfiguration(SecondClient.class).run((context) -> {
			context.getBean(LunogramClient.class)
				.users()
				.events()
				.post(UserEvent.builder("order.completed").user("user-1").build());
			CompositeHealthContributor composite = (CompositeHealthContributor) context
				.getBean("lunogramHealthContributor", HealthContributor.class);
			assertThat(health(composite.getContributor("lunogramClient")).getStatus())
				.as("success in traffic of the first")
				.isEqualTo(Status.UP);
			awaitOnSlowMachines(() -> assertThat(health(composite.getContributor("secondClient")).getStatus())
				.as("refusal of the second")
				.isEqualTo(Status.DOWN));
		});
	}

	@Test
	void clientOfTheApplicationIsWatchedByProbes() {
		server.stubFor(get("/api/client/push/vapid").willReturn(okJson("{}").withStatus(404)));
		this.runner.withBean("own", LunogramClient.class, () -> client()).run((context) -> {
			assertThat(context).hasSingleBean(LunogramHealthIndicator.class);
			awaitOnSlowMachines(() -> assertThat(health(context.getBean(LunogramHealthIndicator.class)).getStatus())
				.isEqualTo(Status.UP));
		});
		server.verify(1, getRequestedFor(urlEqualTo("/api/client/push/vapid")));
	}

	@Test
	void thereForAClientOfTheApplicationThatExcludesTheRest() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LunogramHealthAutoConfiguration.class))
			.withBean("own", LunogramClient.class, () -> client())
			.run((context) -> assertThat(context).hasSingleBean(LunogramHealthIndicator.class));
	}

	@Test
	void indicatorOfTheApplicationWins() {
		this.runner.withBean("lunogramHealthIndicator", HealthIndicator.class, () -> () -> Health.up().build())
			.run((context) -> assertThat(context).doesNotHaveBean(LunogramHealthIndicator.class));
	}

	@Test
	void switchedOffByManagementProperty() {
		this.runner.withPropertyValues("management.health.lunogram.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(LunogramClient.class)
				.doesNotHaveBean(HealthContributor.class)
				.doesNotHaveBean(LunogramTraffic.class));
	}

	@Test
	void switchedOffWithAllDefaults() {
		this.runner.withPropertyValues("management.health.defaults.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HealthContributor.class));
	}

	@Test
	void switchedOffWithLunogram() {
		this.runner.withPropertyValues("lunogram.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HealthContributor.class));
	}

	@Test
	void switchedOffWithLunogramEvenIfThereIsAClient() {
		this.runner.withPropertyValues("lunogram.enabled=false")
			.withBean("own", LunogramClient.class, () -> client())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HealthContributor.class));
	}

	@Test
	void nothingWithoutClient() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LunogramHealthAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HealthContributor.class));
	}

	/** An answer that takes longer than health waits for it counts for the next time. */
	private static void awaitOnSlowMachines(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(50)).untilAsserted(assertion);
	}

	private static Health health(@Nullable HealthContributor contributor) {
		HealthIndicator indicator = (HealthIndicator) Objects.requireNonNull(contributor);
		return Objects.requireNonNull(indicator.health());
	}

	private static LunogramClient client() {
		return LunogramClient.builder().apiKey("sk_own").baseUrl(server.baseUrl()).build();
	}

	@Configuration(proxyBeanMethods = false)
	static class SecondClient {

		@Bean(defaultCandidate = false)
		LunogramClient secondClient() {
			return client();
		}

	}

}
