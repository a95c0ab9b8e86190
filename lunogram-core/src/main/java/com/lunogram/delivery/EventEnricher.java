package com.lunogram.delivery;

import java.util.Map;

import com.lunogram.model.Event;
import org.jspecify.annotations.Nullable;

/**
 * Adds to the data of every event that is published, such as what tenant or release it
 * comes from. It is called in the thread that publishes, possibly by many threads at
 * once, and should return quickly. When it fails, the event goes out without its
 * additions, and without any if all of them together would make it too large.
 */
@FunctionalInterface
public interface EventEnricher {

	/**
	 * Tells what to add to the data of an event. What is there already stays as it is,
	 * even if that is {@code null}.
	 * @param event the event as it was published, without what other enrichers add
	 * @return names and values to add, which Jackson can write; empty for nothing. A
	 * {@code null} value is left out.
	 */
	Map<String, ? extends @Nullable Object> enrich(Event event);

}
