package com.lunogram.spring.boot.test;

import java.util.ArrayList;
import java.util.List;

import com.lunogram.model.Write;
import com.lunogram.spring.HeldEventObserver;

/**
 * What has become of the writes of a test so far.
 */
final class WriteLedger implements HeldEventObserver {

	private final List<RecordedWrite> recorded = new ArrayList<>();

	private final List<Write> held = new ArrayList<>();

	private final List<Write> rolledBack = new ArrayList<>();

	synchronized void record(List<RecordedWrite> writes) {
		this.recorded.addAll(writes);
	}

	@Override
	public synchronized void held(Write write) {
		this.held.add(write);
	}

	@Override
	public synchronized void released(Write write, boolean published) {
		// Equal writes are not the same one.
		boolean known = this.held.removeIf((candidate) -> candidate == write);
		// What a test before has held is no matter of this one.
		if (known && !published) {
			this.rolledBack.add(write);
		}
	}

	synchronized void clear() {
		this.recorded.clear();
		this.held.clear();
		this.rolledBack.clear();
	}

	synchronized Page read() {
		return new Page(List.copyOf(this.recorded), List.copyOf(this.held), List.copyOf(this.rolledBack));
	}

	/**
	 * All of it at one moment.
	 *
	 * @param recorded what was published, in order
	 * @param held what waits for the end of a transaction
	 * @param rolledBack what was dropped with one
	 */
	record Page(List<RecordedWrite> recorded, List<Write> held, List<Write> rolledBack) {

		/** The place of each of these in a list, one a line. */
		String describe() {
			StringBuilder text = new StringBuilder();
			if (this.recorded.isEmpty()) {
				text.append("but nothing was recorded.");
			}
			else {
				text.append("but this is what was recorded:");
				for (int i = 0; i < this.recorded.size(); i++) {
					text.append("\n  ").append(i + 1).append(". ").append(this.recorded.get(i).describe());
				}
			}
			tell(text, this.held, " for the end of a transaction that is still open:", "Waiting",
					"Nothing is published before the commit, and a test's own transaction is never committed. Call"
							+ " TestTransaction.flagForCommit() and TestTransaction.end() before this assertion, or"
							+ " leave @Transactional off the test.");
			tell(text, this.rolledBack, " because the transaction was rolled back:", "Dropped",
					"That is what happens in production, too. To end a test's own transaction with a commit, call"
							+ " TestTransaction.flagForCommit() before TestTransaction.end().");
			if (this.recorded.isEmpty() && this.held.isEmpty() && this.rolledBack.isEmpty()) {
				text.append("\nAn event that cannot be built from its expressions is no more than a warning in the"
						+ " log of com.lunogram.spring.LunogramEvent.");
			}
			return text.toString();
		}

		private static void tell(StringBuilder text, List<Write> writes, String why, String what, String remedy) {
			if (!writes.isEmpty()) {
				text.append("\n\n").append(what).append(why);
				writes.forEach((write) -> text.append("\n  - ").append(RecordedWrite.describe(write)));
				text.append("\n").append(remedy);
			}
		}

	}

}
