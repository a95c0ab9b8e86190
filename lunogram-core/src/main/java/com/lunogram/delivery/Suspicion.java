package com.lunogram.delivery;

/**
 * What is known of the failures of one operation, and the search for the one write that
 * makes a batch fail: the next request carries half of those under suspicion, the first
 * half first, so that order stays. What gets through is cleared; what is left alone in
 * the end is the culprit.
 */
final class Suspicion {

	private int failures;

	private int suspects;

	private boolean othersPassed;

	/** How many writes the next request may carry. */
	int most(int most) {
		return isSearching() ? Math.min(most, (this.suspects + 1) / 2) : most;
	}

	/**
	 * Whether some that were under suspicion got through, so that it is not the server.
	 */
	boolean isProven() {
		return this.othersPassed;
	}

	boolean isSearching() {
		return this.suspects > 0;
	}

	/** A request failed; returns how many have in a row. */
	int failed() {
		return ++this.failures;
	}

	/** One of the writes that come next, so many, is the culprit. */
	void search(int suspects) {
		this.suspects = suspects;
	}

	/** The next request is to show, with one write, whether any gets through. */
	void probe() {
		this.suspects = 1;
		this.othersPassed = false;
	}

	/** The culprit is found, beyond doubt. */
	void found() {
		this.suspects = 0;
		this.othersPassed = false;
	}

	/**
	 * A request got through.
	 * @param writes how many of those under suspicion it carried
	 */
	void passed(int writes) {
		this.failures = 0;
		this.suspects = Math.max(0, this.suspects - writes);
		this.othersPassed = this.suspects > 0;
	}

}
