package com.lunogram.soak;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.lunogram.delivery.UndeliveredWrite;
import com.lunogram.delivery.UndeliveredWrite.Reason;

/**
 * Remembers what was published, arrived and was set aside, in a few bits for each write,
 * and notes whatever is not as it should be.
 */
final class Ledger {

	private static final int MAX_NOTES = 20;

	private final Map<Integer, Group> groups = new HashMap<>();

	private final List<String> notes = new ArrayList<>();

	private int repeats;

	private int setAside;

	synchronized void published(Mark mark) {
		group(mark).published.set(mark.number());
		group(mark).bad.set(mark.number(), mark.bad());
	}

	/** The server has taken these, perhaps again. */
	synchronized void arrived(Collection<Mark> marks) {
		for (Mark mark : marks) {
			Group group = group(mark);
			if (group.arrived.get(mark.number())) {
				this.repeats++;
				continue;
			}
			group.arrived.set(mark.number());
			for (String subject : mark.subjects()) {
				Integer before = group.latest.put(subject, mark.number());
				if (before != null && before > mark.number()) {
					note(mark + " arrived after number " + before + " of " + subject);
				}
			}
		}
	}

	synchronized void undelivered(UndeliveredWrite write) {
		this.setAside++;
		for (Mark mark : Mark.in(write.json())) {
			if (!mark.bad() || write.reason() != Reason.REFUSED) {
				note(mark + " was set aside: " + write.reason() + ", " + write.message());
			}
			if (group(mark).setAside.get(mark.number())) {
				note(mark + " was set aside twice");
			}
			group(mark).setAside.set(mark.number());
		}
	}

	private void note(String note) {
		if (this.notes.size() < MAX_NOTES) {
			this.notes.add(note);
		}
	}

	/** What is not as it should be, now that all is over. */
	synchronized List<String> faults() {
		this.groups.forEach((number, group) -> {
			BitSet good = (BitSet) group.published.clone();
			good.andNot(group.bad);
			if (!group.arrived.equals(good)) {
				good.xor(group.arrived);
				note("good ones that did not arrive, or bad ones that did, of group " + number + ": " + good);
			}
			if (!group.setAside.equals(group.bad)) {
				BitSet wrong = (BitSet) group.bad.clone();
				wrong.xor(group.setAside);
				note("bad ones that were not set aside, of group " + number + ": " + wrong);
			}
		});
		return List.copyOf(this.notes);
	}

	synchronized int published() {
		return this.groups.values().stream().mapToInt((group) -> group.published.cardinality()).sum();
	}

	synchronized int setAside() {
		return this.setAside;
	}

	synchronized int repeats() {
		return this.repeats;
	}

	private Group group(Mark mark) {
		return this.groups.computeIfAbsent(mark.group(), (key) -> new Group());
	}

	private static final class Group {

		private final BitSet published = new BitSet();

		private final BitSet bad = new BitSet();

		private final BitSet arrived = new BitSet();

		private final BitSet setAside = new BitSet();

		private final Map<String, Integer> latest = new HashMap<>();

	}

}
