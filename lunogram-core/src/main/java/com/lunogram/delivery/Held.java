package com.lunogram.delivery;

import java.util.HashSet;
import java.util.Set;

import com.lunogram.model.Subject;

/**
 * Who has to wait behind writes that wait. To be asked about writes in the order of
 * publishing, as each one that has to wait makes others wait.
 */
final class Held {

	private final Set<Subject> subjects = new HashSet<>();

	private boolean barriers;

	private boolean everything;

	/**
	 * A parked write holds up its subjects.
	 * @param strictly whether what may concern anybody waits for it as well, and all that
	 * comes behind that
	 */
	void addCulprit(QueuedWrite culprit, boolean strictly) {
		this.subjects.addAll(culprit.subjects());
		this.barriers |= strictly;
		this.everything |= strictly && culprit.isBarrier();
	}

	/** Whether a write has to wait; if so, others have to wait for it. */
	boolean takes(QueuedWrite write) {
		boolean waits = this.everything
				|| (write.isBarrier() ? this.barriers : write.subjects().stream().anyMatch(this.subjects::contains));
		if (waits) {
			this.subjects.addAll(write.subjects());
			this.everything |= write.isBarrier();
		}
		return waits;
	}

}
