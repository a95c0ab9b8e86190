package com.lunogram.spring.boot.autoconfigure;

import java.beans.PropertyDescriptor;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import com.lunogram.spring.boot.autoconfigure.ConfigurationMetadata.Property;
import com.lunogram.spring.boot.autoconfigure.ConfigurationMetadata.Value;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an editor shows of the properties.
 */
class ConfigurationMetadataTests {

	private final ConfigurationMetadata metadata = new ConfigurationMetadata();

	@Test
	void everyPropertyIsThere() {
		assertThat(this.metadata.properties()).extracting(Property::name)
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
		assertThat(this.metadata.properties()).isNotEmpty().allSatisfy((property) -> {
			assertThat(property.description()).as("description of " + property.name())
				.isNotBlank()
				.endsWith(".")
				.doesNotStartWith("The ")
				.doesNotStartWith("A ");
			if (property.type().equals("java.lang.Boolean")) {
				assertThat(property.description()).as("description of " + property.name()).startsWith("Whether ");
			}
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			lunogram | LunogramProperties | api-key, project-id, ssl.bundle, events.occurred-at-key, events.id-key, \
			events.application-key, events.trace-id-key
			lunogram.outbox | LunogramOutboxProperties | data-source, platform
			lunogram.kafka | LunogramKafkaProperties | partitions, replicas
			lunogram.customerio | CustomerIoProperties | site-id, track-api-key, app-api-key, region, track-base-url, \
			app-base-url, ssl.bundle, object-type-id
			management.endpoint.lunogram | LunogramEndpointProperties | roles
			""")
	void defaultsAreThoseThatApply(String prefix, String name, String without) throws ClassNotFoundException {
		Class<?> type = Class.forName(getClass().getPackageName() + "." + name);
		Map<String, String> defaults = new HashMap<>();
		this.metadata.properties().stream().filter((property) -> isIn(prefix, property)).forEach((property) -> {
			String defaultValue = property.defaultValue();
			defaults.put(property.name(), (defaultValue != null) ? defaultValue : "");
		});
		assertThat(defaults).hasSizeGreaterThan(1);
		assertThat(defaults.entrySet()).filteredOn((property) -> property.getValue().isEmpty())
			.extracting(Map.Entry::getKey)
			.containsExactlyInAnyOrder(Pattern.compile(", ")
				.splitAsStream(without)
				.map((rest) -> prefix + "." + rest)
				.toArray(String[]::new));
		defaults.values().removeIf(String::isEmpty);
		assertThat(values(bind(prefix, type, defaults))).isEqualTo(values(bind(prefix, type, Map.of())));
	}

	/** Whether a property belongs to the class for that prefix, and no longer one. */
	private static boolean isIn(String prefix, Property property) {
		if (!prefix.equals("lunogram")) {
			// Those two are Spring Boot's own.
			return property.name().startsWith(prefix + ".") && !property.name().matches(".*\\.(access|cache\\..*)");
		}
		return property.name().matches("lunogram\\.(?!outbox\\.|kafka\\.|customerio\\.).*");
	}

	private static Object bind(String prefix, Class<?> type, Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, type);
	}

	/** What can be read of an object: records are compared as a whole. */
	private static Map<String, @Nullable Object> values(Object properties) {
		if (properties.getClass().isRecord()) {
			return Map.of("record", properties);
		}
		Map<String, @Nullable Object> values = new TreeMap<>();
		for (PropertyDescriptor descriptor : BeanUtils.getPropertyDescriptors(properties.getClass())) {
			Method getter = descriptor.getReadMethod();
			if (getter != null && !descriptor.getName().equals("class")) {
				ReflectionUtils.makeAccessible(getter);
				values.put(descriptor.getName(), ReflectionUtils.invokeMethod(getter, properties));
			}
		}
		return values;
	}

	@Test
	void everyHintIsForAProperty() {
		assertThat(this.metadata.hinted()).isNotEmpty()
			.isSubsetOf(this.metadata.properties().stream().map(Property::name).toList());
	}

	@Test
	void hintsOfEnumsAreComplete() {
		assertThat(this.metadata.properties()).filteredOn((property) -> !property.constants().isEmpty())
			.hasSizeGreaterThan(5)
			.allSatisfy((property) -> assertThat(property.values()).as(property.name())
				.extracting(Value::value)
				.containsExactlyElementsOf(property.constants()));
	}

}
