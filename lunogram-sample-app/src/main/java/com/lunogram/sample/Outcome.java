package com.lunogram.sample;

import java.util.List;

/**
 * What became of what a visitor of the page did.
 *
 * @param text that in a sentence
 * @param details more, each in a line of its own
 * @param problem whether it did not work
 */
record Outcome(String text, List<String> details, boolean problem) {

	static Outcome done(String text) {
		return new Outcome(text, List.of(), false);
	}

	static Outcome problem(String text) {
		return new Outcome(text, List.of(), true);
	}

}
