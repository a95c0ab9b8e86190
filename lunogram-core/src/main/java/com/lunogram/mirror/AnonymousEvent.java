package com.lunogram.mirror;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import com.lunogram.customerio.TrackEvent;
import org.jspecify.annotations.Nullable;

/**
 * An event of somebody not known yet, which no batch takes.
 *
 * @param anonymousId whose event it is
 * @param event the event
 */
record AnonymousEvent(String anonymousId, TrackEvent event) {

	private static final String ANONYMOUS_ID = "anonymous_id";

	/** The JSON object of an event, as it goes out. */
	static Map<String, @Nullable Object> write(String anonymousId, TrackEvent event) {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		fields.put(ANONYMOUS_ID, anonymousId);
		fields.put("name", event.name());
		fields.put("data", event.data());
		fields.put("id", event.id());
		Instant timestamp = event.timestamp();
		fields.put("timestamp", (timestamp != null) ? timestamp.getEpochSecond() : null);
		return fields;
	}

	/** Whether a JSON object is such an event. */
	static boolean isOne(Map<String, ?> fields) {
		return !fields.containsKey(Operations.TYPE);
	}

	/** Reads what {@link #write} has written. */
	@SuppressWarnings("unchecked")
	static AnonymousEvent read(Map<String, ?> fields) {
		TrackEvent event = TrackEvent.builder(value(fields, "name", String.class))
			.data(value(fields, "data", Map.class))
			.id(value(fields, "id", String.class))
			.timestamp(Instant.ofEpochSecond(value(fields, "timestamp", Number.class).longValue()))
			.build();
		return new AnonymousEvent(value(fields, ANONYMOUS_ID, String.class), event);
	}

	private static <T> T value(Map<String, ?> fields, String name, Class<T> type) {
		return Objects.requireNonNull(type.cast(fields.get(name)), name);
	}

}
