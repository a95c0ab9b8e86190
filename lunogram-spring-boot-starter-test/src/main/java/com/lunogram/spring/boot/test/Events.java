package com.lunogram.spring.boot.test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Takes batches of events, entry by entry, as the server does: the first bad entry ends
 * the request, and the entries before it stay queued.
 */
final class Events {

	/** The default limit of the queue behind the server. */
	private static final int MAX_EVENT_SIZE = 1024 * 1024;

	/** Bytes of a character of Java's in UTF-8, at most. */
	private static final int MAX_BYTES = 3;

	private final Journal<ReceivedEvent> journal;

	private final Faults faults;

	private final Drops drops;

	private final Consumer<Arrival> observers;

	Events(int maxEntries, Faults faults, Drops drops, Consumer<Arrival> observers) {
		this.journal = new Journal<>(maxEntries);
		this.faults = faults;
		this.drops = drops;
		this.observers = observers;
	}

	Answer post(Call call, Subjects subjects, int size) {
		for (JsonNode event : call.body()) {
			String name = Json.requiredText(event, "name");
			if (this.faults.refusesEvent(name)) {
				throw Problem.forbidden("event " + name + " is not allowed");
			}
		}
		boolean mayBeTooLarge = size > MAX_EVENT_SIZE / MAX_BYTES;
		for (JsonNode event : call.body()) {
			if (mayBeTooLarge && Json.MAPPER.writeValueAsBytes(event).length > MAX_EVENT_SIZE) {
				throw Problem.internal("event is too large for the queue");
			}
			queue(call.operationId(), event, subjects, size / call.body().size());
		}
		return Answer.empty(202);
	}

	private void queue(String operation, JsonNode event, Subjects subjects, long size) {
		List<Identifier> identifiers = Json.identifiers(event.get("identifier"));
		Map<String, @Nullable Object> match = event.path("match").isObject() ? Json.data(event.get("match")) : null;
		if (identifiers.isEmpty() == (match == null)) {
			throw Problem.badRequest("exactly one of match and identifier is required");
		}
		Instant now = Instant.now();
		boolean dropped = match == null && subjects.find(identifiers) == null;
		if (dropped) {
			this.drops.add(now, operation, "unknown subject", event, size);
		}
		ReceivedEvent received = new ReceivedEvent(now, subjects.kind(), Json.requiredText(event, "name"), identifiers,
				match, Json.data(event.get("data")), dropped);
		this.journal.add(received, size);
		this.observers.accept(received);
	}

	List<ReceivedEvent> list() {
		return this.journal.list();
	}

	long total() {
		return this.journal.total();
	}

	void clear() {
		this.journal.clear();
	}

}
