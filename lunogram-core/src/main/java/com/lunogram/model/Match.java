package com.lunogram.model;

import java.util.Map;

/**
 * Selects the subjects of an event by their data: all whose stored data contain these
 * pairs, also nested ones. An empty selection hits <em>every</em> subject of the project,
 * so that it can only be had by name: {@link #all()}.
 */
public final class Match {

	private static final Match ALL = new Match(Map.of());

	private final Map<String, ?> pairs;

	private Match(Map<String, ?> pairs) {
		this.pairs = pairs;
	}

	/**
	 * All subjects whose data contain the given pairs.
	 * @param pairs names and values, not empty
	 * @return the selection
	 */
	public static Match of(Map<String, ?> pairs) {
		if (pairs.isEmpty()) {
			throw new IllegalArgumentException(
					"match must not be empty, as that hits every subject of the project: say matchAll() if you mean it");
		}
		return new Match(Checks.copy(pairs));
	}

	/**
	 * Every subject of the project.
	 * @return the selection
	 */
	public static Match all() {
		return ALL;
	}

	/**
	 * The pairs to be found in a subject's data; empty for every subject.
	 * @return an unmodifiable map
	 */
	public Map<String, ?> pairs() {
		return this.pairs;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Match match && this.pairs.equals(match.pairs);
	}

	@Override
	public int hashCode() {
		return this.pairs.hashCode();
	}

	@Override
	public String toString() {
		return "Match" + this.pairs;
	}

}
