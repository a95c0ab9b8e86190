package com.lunogram.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the builders of user and organization events share.
 *
 * @param <B> the builder
 */
abstract class EventBuilder<B extends EventBuilder<B>> extends DataBuilder<B> {

	final String name;

	final List<ExternalId> identifier = new ArrayList<>(1);

	@Nullable Match match;

	EventBuilder(String name) {
		this.name = name;
	}

	/**
	 * Sends the event to all subjects whose data contain the given pairs, instead of to
	 * one named by its identifiers.
	 * @param pairs names and values, not empty
	 * @return this builder
	 */
	public B match(Map<String, ?> pairs) {
		this.match = Match.of(pairs);
		return self();
	}

	/**
	 * Sends the event to <em>every</em> subject of the project.
	 * @return this builder
	 */
	public B matchAll() {
		this.match = Match.all();
		return self();
	}

	static void check(String name, List<ExternalId> identifier, @Nullable Match match) {
		Checks.text(name, "name");
		if (match == null && identifier.isEmpty()) {
			throw new IllegalArgumentException(
					"identifier or match is required: an event needs to know for whom it is");
		}
		if (match != null && !identifier.isEmpty()) {
			throw new IllegalArgumentException("identifier and match exclude each other");
		}
	}

}
