package com.lunogram.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import com.lunogram.delivery.OnDoubt;
import com.lunogram.delivery.Overflow;
import com.lunogram.http.RetryPolicy;
import com.lunogram.spring.boot.autoconfigure.LunogramProperties.Delivery;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LunogramProperties}.
 */
class LunogramPropertiesTests {

	@Test
	void defaults() {
		LunogramProperties properties = bind(Map.of());
		assertThat(properties.enabled()).isTrue();
		assertThat(properties.apiKey()).isNull();
		assertThat(properties.baseUrl()).isEqualTo("https://console.lunogram.com");
		assertThat(properties.projectId()).isNull();
		assertThat(properties.connectTimeout()).hasSeconds(2);
		assertThat(properties.readTimeout()).hasSeconds(10);
		assertThat(properties.allowInsecureUrl()).isFalse();
		assertThat(properties.ssl().bundle()).isNull();
		assertThat(properties.events()).isEqualTo(new LunogramProperties.Events(true, null, null, null, null));
		assertThat(properties.health().probeInterval()).hasSeconds(60);
	}

	@Test
	void defaultsOfDelivery() {
		Delivery delivery = bind(Map.of()).delivery();
		assertThat(delivery.mode()).isEqualTo(Delivery.Mode.MEMORY);
		assertThat(delivery.onDoubt()).isEqualTo(OnDoubt.RETRY);
		assertThat(delivery.maxRequestsPerMinute()).isEqualTo(480);
		assertThat(delivery.instances()).isOne();
		assertThat(delivery.retry().maxAttempts()).isEqualTo(10);
		assertThat(delivery.shutdownTimeout()).hasSeconds(20);
		assertThat(delivery.batch())
			.isEqualTo(new Delivery.Batch(500, DataSize.ofKilobytes(512), Duration.ofMillis(500)));
		assertThat(delivery.queue())
			.isEqualTo(new Delivery.Queue(10_000, DataSize.ofMegabytes(32), Overflow.DROP, Duration.ofSeconds(1)));
	}

	@Test
	void defaultsOfRetryAreThoseOfTheCore() {
		LunogramProperties.Retry retry = bind(Map.of()).retry();
		assertThat(new RetryPolicy(retry.maxAttempts(), retry.initialBackoff(), retry.maxBackoff(), retry.maxElapsed(),
				retry.eventsInDoubt()))
			.isEqualTo(RetryPolicy.defaults());
	}

	@Test
	void valuesAreBound() {
		LunogramProperties properties = bind(
				Map.of("lunogram.project-id", "11111111-2222-3333-4444-555555555555", "lunogram.delivery.mode", "log",
						"lunogram.delivery.queue.overflow", "block", "lunogram.delivery.on-doubt", "drop",
						"lunogram.delivery.batch.linger", "0", "lunogram.events.enabled", "false"));
		assertThat(properties.projectId()).isEqualTo(UUID.fromString("11111111-2222-3333-4444-555555555555"));
		assertThat(properties.delivery().mode()).isEqualTo(Delivery.Mode.LOG);
		assertThat(properties.delivery().queue().overflow()).isEqualTo(Overflow.BLOCK);
		assertThat(properties.delivery().onDoubt()).isEqualTo(OnDoubt.DROP);
		assertThat(properties.delivery().batch().linger()).isZero();
		assertThat(properties.events().enabled()).isFalse();
	}

	@Test
	void keyIsNotInText() {
		assertThat(bind(Map.of("lunogram.api-key", "sk_very_secret"))).asString()
			.doesNotContain("sk_very_secret")
			.contains("baseUrl=https://console.lunogram.com", "probeInterval=PT1M");
	}

	private static LunogramProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("lunogram",
				LunogramProperties.class);
	}

}
