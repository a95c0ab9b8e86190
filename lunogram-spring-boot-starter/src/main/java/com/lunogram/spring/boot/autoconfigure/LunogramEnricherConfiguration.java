package com.lunogram.spring.boot.autoconfigure;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.UUID;

import com.lunogram.delivery.EventEnricher;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * What is added to the data of every event, part of it by setting a property.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "lunogram.enabled", matchIfMissing = true)
class LunogramEnricherConfiguration {

	/** Always of one width, so that times sort as text too. */
	private static final DateTimeFormatter MILLISECONDS = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

	@Bean
	LunogramEnrichers lunogramEnrichers(ObjectProvider<EventEnricher> enrichers) {
		return new LunogramEnrichers(enrichers.orderedStream());
	}

	@Bean
	@ConditionalOnProperty("lunogram.events.occurred-at-key")
	BuiltInEnricher lunogramOccurredAtEnricher(LunogramProperties properties) {
		return new BuiltInEnricher(properties.events().occurredAtKey(), () -> MILLISECONDS.format(Instant.now()));
	}

	@Bean
	@ConditionalOnProperty("lunogram.events.id-key")
	BuiltInEnricher lunogramIdEnricher(LunogramProperties properties) {
		return new BuiltInEnricher(properties.events().idKey(), UUID::randomUUID);
	}

	@Bean
	@ConditionalOnProperty("lunogram.events.application-key")
	BuiltInEnricher lunogramApplicationEnricher(LunogramProperties properties, Environment environment) {
		String name = environment.getProperty("spring.application.name");
		String application = StringUtils.hasText(name) ? name : null;
		return new BuiltInEnricher(properties.events().applicationKey(), () -> application);
	}

	/**
	 * Needs Micrometer Tracing.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Tracer.class)
	static class TracingConfiguration {

		@Bean
		@ConditionalOnProperty("lunogram.events.trace-id-key")
		BuiltInEnricher lunogramTraceIdEnricher(LunogramProperties properties, ObjectProvider<Tracer> tracers) {
			Tracer tracer = tracers.getIfUnique(() -> Tracer.NOOP);
			return new BuiltInEnricher(properties.events().traceIdKey(), () -> traceId(tracer));
		}

		private static @Nullable String traceId(Tracer tracer) {
			Span span = tracer.currentSpan();
			String id = (span != null) ? span.context().traceId() : null;
			return StringUtils.hasLength(id) ? id : null;
		}

	}

}
