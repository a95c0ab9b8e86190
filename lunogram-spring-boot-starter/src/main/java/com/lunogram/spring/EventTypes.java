package com.lunogram.spring;

import java.util.List;

/**
 * Names of the annotated types that were found in the application's packages, so that
 * they are checked at the start. Those from elsewhere are found when they are published.
 * A bean of its own, so that ahead-of-time processing keeps what was found.
 */
final class EventTypes {

	private final List<String> names;

	EventTypes(String[] names) {
		this.names = List.of(names);
	}

	List<String> names() {
		return this.names;
	}

}
