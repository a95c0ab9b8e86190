package com.lunogram.spring.boot.autoconfigure;

import java.util.Map;
import java.util.function.Supplier;

import com.lunogram.delivery.EventEnricher;
import com.lunogram.model.Event;
import org.jspecify.annotations.Nullable;

/**
 * Adds one value, under the key that a property gives. It is a type of its own so that it
 * can be put after the enrichers of the application, whose values win.
 *
 * @param key the key
 * @param value gives the value for an event; {@code null} for none
 */
record BuiltInEnricher(@Nullable String key, Supplier<? extends @Nullable Object> value) implements EventEnricher {

	@Override
	public Map<String, ? extends @Nullable Object> enrich(Event event) {
		Object value = this.value.get();
		return (this.key != null && value != null) ? Map.of(this.key, value) : Map.of();
	}

}
