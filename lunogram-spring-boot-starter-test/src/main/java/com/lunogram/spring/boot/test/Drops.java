package com.lunogram.spring.boot.test;

import java.time.Instant;
import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * Remembers what was accepted and then dropped.
 */
final class Drops {

	private final Journal<DroppedWrite> journal;

	Drops(int maxEntries) {
		this.journal = new Journal<>(maxEntries);
	}

	void add(Instant time, String operation, String reason, JsonNode body, long size) {
		this.journal.add(new DroppedWrite(time, operation, reason, Json.raw(body)), size);
	}

	List<DroppedWrite> list() {
		return this.journal.list();
	}

	void clear() {
		this.journal.clear();
	}

}
