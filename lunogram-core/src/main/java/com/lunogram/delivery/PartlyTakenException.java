package com.lunogram.delivery;

import java.util.Map;

/**
 * A request did something, but not all.
 */
final class PartlyTakenException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient TargetProgress progress;

	PartlyTakenException(TargetProgress progress) {
		super(progress.refused().isEmpty() ? "taken up to the write " + progress.count()
				: progress.refused().values().iterator().next(), null, false, false);
		this.progress = progress;
	}

	/** How many writes are answered for, from the first on. */
	int count() {
		return this.progress.count();
	}

	/** Which of these were refused, by their places, and why. */
	Map<Integer, String> refused() {
		return this.progress.refused();
	}

}
