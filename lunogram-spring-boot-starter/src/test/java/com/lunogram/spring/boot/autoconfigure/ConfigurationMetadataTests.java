package com.lunogram.spring.boot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.lunogram.delivery.OnDoubt;
import com.lunogram.delivery.Overflow;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an editor shows of the properties.
 */
class ConfigurationMetadataTests {

	private static final List<String> OTHERS = List.of("lunogram.outbox.", "lunogram.kafka.", "lunogram.customerio.");

	private final JsonNode metadata = read();

	@Test
	void everyPropertyIsThere() {
		assertThat(this.metadata.get("properties").valueStream().map((property) -> property.get("name").asString()))
			.contains("lunogram.enabled", "lunogram.api-key", "lunogram.base-url", "lunogram.project-id",
					"lunogram.connect-timeout", "lunogram.read-timeout", "lunogram.ssl.bundle",
					"lunogram.allow-insecure-url", "lunogram.retry.max-attempts", "lunogram.retry.initial-backoff",
					"lunogram.retry.max-backoff", "lunogram.retry.max-elapsed", "lunogram.retry.events-in-doubt",
					"lunogram.delivery.mode", "lunogram.delivery.batch.max-events", "lunogram.delivery.batch.max-size",
					"lunogram.delivery.batch.linger", "lunogram.delivery.queue.capacity",
					"lunogram.delivery.queue.max-size", "lunogram.delivery.queue.overflow",
					"lunogram.delivery.queue.block-timeout", "lunogram.delivery.on-doubt",
					"lunogram.delivery.max-requests-per-minute", "lunogram.delivery.instances",
					"lunogram.delivery.retry.max-attempts", "lunogram.delivery.shutdown-timeout",
					"lunogram.outbox.initialize-schema", "lunogram.outbox.schema", "lunogram.outbox.platform",
					"lunogram.outbox.continue-on-error", "lunogram.outbox.data-source", "lunogram.outbox.table-prefix",
					"lunogram.outbox.poll-interval", "lunogram.outbox.lease", "lunogram.outbox.dead-letter-retention",
					"lunogram.events.enabled", "lunogram.events.occurred-at-key", "lunogram.events.id-key",
					"lunogram.events.application-key", "lunogram.events.trace-id-key", "lunogram.health.probe-interval",
					"lunogram.customerio.site-id", "lunogram.customerio.track-api-key",
					"lunogram.customerio.app-api-key", "lunogram.customerio.region",
					"lunogram.customerio.track-base-url", "lunogram.customerio.app-base-url",
					"lunogram.customerio.connect-timeout", "lunogram.customerio.read-timeout",
					"lunogram.customerio.allow-insecure-url", "lunogram.customerio.ssl.bundle",
					"lunogram.customerio.retry.max-attempts", "lunogram.customerio.mirror",
					"lunogram.customerio.object-type-id", "management.health.customerio.enabled",
					"lunogram.kafka.create-topics", "lunogram.kafka.group-id", "lunogram.kafka.max-block",
					"lunogram.kafka.partitions", "lunogram.kafka.relay", "lunogram.kafka.replicas",
					"lunogram.kafka.topic", "management.health.lunogram.enabled", "management.endpoint.lunogram.access",
					"management.endpoint.lunogram.cache.time-to-live", "management.endpoint.lunogram.show-payloads",
					"management.endpoint.lunogram.roles");
	}

	@Test
	void everyPropertyIsDescribed() {
		assertThat(this.metadata.get("properties").valueStream()).isNotEmpty().allSatisfy((property) -> {
			String name = property.get("name").asString();
			assertThat(property.path("description").asString("")).as("description of " + name)
				.isNotBlank()
				.endsWith(".")
				.doesNotStartWith("The ")
				.doesNotStartWith("A ");
			if (property.get("type").asString().equals("java.lang.Boolean")) {
				assertThat(property.get("description").asString()).as("description of " + name).startsWith("Whether ");
			}
		});
	}

	@Test
	void defaultsAreThoseThatApply() {
		Map<String, String> defaults = new HashMap<>();
		this.metadata.get("properties").valueStream().forEach((property) -> {
			String name = property.get("name").asString();
			// Those are records, and beans, of their own.
			if (name.startsWith("lunogram.") && OTHERS.stream().noneMatch(name::startsWith)) {
				defaults.put(name, property.path("defaultValue").asString(""));
			}
		});
		List<String> without = defaults.entrySet()
			.stream()
			.filter((property) -> property.getValue().isEmpty())
			.map(Map.Entry::getKey)
			.toList();
		assertThat(without).containsExactlyInAnyOrder("lunogram.api-key", "lunogram.project-id", "lunogram.ssl.bundle",
				"lunogram.events.occurred-at-key", "lunogram.events.id-key", "lunogram.events.application-key",
				"lunogram.events.trace-id-key");
		without.forEach(defaults::remove);
		assertThat(bind(defaults)).isEqualTo(bind(Map.of()));
	}

	private static LunogramProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("lunogram",
				LunogramProperties.class);
	}

	@Test
	void everyHintIsForAProperty() {
		List<String> properties = this.metadata.get("properties")
			.valueStream()
			.map((property) -> property.get("name").asString())
			.toList();
		assertThat(this.metadata.get("hints").valueStream().map((hint) -> hint.get("name").asString())).isNotEmpty()
			.isSubsetOf(properties);
	}

	@Test
	void hintsOfEnumsAreComplete() {
		assertThat(values("lunogram.delivery.mode")).containsExactly("direct", "kafka", "log", "memory", "outbox")
			.hasSameSizeAs(LunogramProperties.Delivery.Mode.values());
		assertThat(values("lunogram.delivery.on-doubt")).containsExactly("drop", "retry")
			.hasSameSizeAs(OnDoubt.values());
		assertThat(values("lunogram.delivery.queue.overflow")).containsExactly("block", "drop")
			.hasSameSizeAs(Overflow.values());
	}

	private List<String> values(String property) {
		return this.metadata.get("hints")
			.valueStream()
			.filter((hint) -> hint.get("name").asString().equals(property))
			.flatMap((hint) -> hint.get("values").valueStream())
			.map((value) -> value.get("value").asString())
			.toList();
	}

	private static JsonNode read() {
		try (InputStream file = LunogramProperties.class.getClassLoader()
			.getResourceAsStream("META-INF/spring-configuration-metadata.json")) {
			// The first on the class path is that of this module.
			JsonNode metadata = new JsonMapper().readTree(Objects.requireNonNull(file));
			assertThat(metadata.toString()).contains("\"lunogram.api-key\"");
			return metadata;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
