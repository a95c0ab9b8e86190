package com.lunogram.spring.boot.autoconfigure;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import com.lunogram.delivery.EventEnricher;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * What is added to the data of every event by setting a property. They are no beans, as
 * nobody needs them one by one, and each would cost every start.
 */
final class BuiltInEnrichers {

	private static final String TRACER = "io.micrometer.tracing.Tracer";

	private final List<EventEnricher> enrichers = new ArrayList<>();

	private BuiltInEnrichers() {
	}

	/**
	 * Makes those whose property is set.
	 * @param events the properties
	 * @param environment knows the name of the application
	 * @param beanFactory has a tracer, if the application has one
	 * @return the enrichers
	 */
	static List<EventEnricher> of(LunogramProperties.Events events, Environment environment,
			ConfigurableListableBeanFactory beanFactory) {
		BuiltInEnrichers all = new BuiltInEnrichers();
		if (events.occurredAtKey() != null) {
			// Always of one width, so that times sort as text too.
			DateTimeFormatter milliseconds = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
			all.add(events.occurredAtKey(), () -> milliseconds.format(Instant.now()));
		}
		all.add(events.idKey(), UUID::randomUUID);
		String application = environment.getProperty("spring.application.name");
		if (StringUtils.hasText(application)) {
			all.add(events.applicationKey(), () -> application);
		}
		if (events.traceIdKey() != null && ClassUtils.isPresent(TRACER, beanFactory.getBeanClassLoader())) {
			all.add(events.traceIdKey(), Tracing.traceIds(beanFactory));
		}
		return all.enrichers;
	}

	private void add(@Nullable String key, Supplier<? extends @Nullable Object> values) {
		if (key != null) {
			this.enrichers.add((event) -> {
				Object value = values.get();
				return (value != null) ? Map.of(key, value) : Map.of();
			});
		}
	}

	/**
	 * Needs Micrometer Tracing.
	 */
	private static final class Tracing {

		static Supplier<@Nullable String> traceIds(BeanFactory beanFactory) {
			Tracer tracer = beanFactory.getBeanProvider(Tracer.class).getIfUnique(() -> Tracer.NOOP);
			return () -> {
				Span span = tracer.currentSpan();
				String id = (span != null) ? span.context().traceId() : null;
				return StringUtils.hasLength(id) ? id : null;
			};
		}

	}

}
