package com.lunogram.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Predicate;

import com.lunogram.model.Operation;

/**
 * Writes that may go out in any order but for this: those that are requests of their own
 * go first, one by one, and within an operation the order is that of publishing.
 */
final class Level {

	private final long number;

	private final Deque<QueuedWrite> singles = new ArrayDeque<>();

	private final Map<Operation, Deque<QueuedWrite>> arrays = new LinkedHashMap<>();

	private int accepted;

	/** How many of those are a request of their own. */
	private int acceptedSingles;

	/** How many requests with several writes it has made. */
	private int arrayRequests;

	/** The place of the latest write in the order of publishing. */
	private long last;

	/** Whether none stands before an older one in its lane. */
	private boolean inOrder = true;

	Level(long number) {
		this.number = number;
	}

	long number() {
		return this.number;
	}

	/** How many writes it has taken since it began, sent ones included. */
	int accepted() {
		return this.accepted;
	}

	/** How many of those are a request of their own. */
	int acceptedSingles() {
		return this.acceptedSingles;
	}

	/** How many requests it has made since it began that may carry several writes. */
	int arrayRequests() {
		return this.arrayRequests;
	}

	boolean isEmpty() {
		return this.singles.isEmpty() && this.arrays.isEmpty();
	}

	void add(QueuedWrite write) {
		this.accepted++;
		// What was parked comes late.
		this.inOrder &= write.sequence() >= this.last;
		this.last = Math.max(this.last, write.sequence());
		this.acceptedSingles += isArray(write.operation()) ? 0 : 1;
		lane(write.operation()).add(write);
	}

	/** Whether writes of an operation share requests. */
	static boolean isArray(Operation operation) {
		return operation.maxWrites() > 1;
	}

	private Deque<QueuedWrite> lane(Operation operation) {
		return isArray(operation) ? this.arrays.computeIfAbsent(operation, (key) -> new ArrayDeque<>()) : this.singles;
	}

	/** The lane that is next to be sent from. */
	private Deque<QueuedWrite> head() {
		return !this.singles.isEmpty() ? this.singles : this.arrays.values().iterator().next();
	}

	private List<Deque<QueuedWrite>> lanes() {
		List<Deque<QueuedWrite>> lanes = new ArrayList<>(this.arrays.values());
		lanes.add(this.singles);
		return lanes;
	}

	/** How long the write that has waited longest has done so, in nanoseconds. */
	long age(long now) {
		long age = 0;
		for (Deque<QueuedWrite> lane : lanes()) {
			for (QueuedWrite write : lane) {
				age = Math.max(age, now - write.since());
				if (this.inOrder) {
					break;
				}
			}
		}
		return age;
	}

	/** How many more would make one of its batches full; 0 or less if one is. */
	int missing(BatchLimits limits) {
		int missing = Integer.MAX_VALUE;
		for (Map.Entry<Operation, Deque<QueuedWrite>> lane : this.arrays.entrySet()) {
			missing = Math.min(missing, limits.maxWrites(lane.getKey()) - lane.getValue().size());
		}
		return missing;
	}

	/**
	 * The operation of what to send next.
	 * @throws NoSuchElementException if the level is empty
	 */
	Operation operation() {
		return head().element().operation();
	}

	/**
	 * What to send next, left in its place until it is taken out.
	 * @throws NoSuchElementException if the level is empty
	 */
	Batch peek(int maxWrites, long maxBytes) {
		List<QueuedWrite> writes = new ArrayList<>();
		long bytes = Batch.ARRAY_OVERHEAD;
		for (QueuedWrite write : head()) {
			bytes += write.size() + Batch.ELEMENT_OVERHEAD;
			if (writes.size() == maxWrites || (!writes.isEmpty() && bytes > maxBytes)) {
				break;
			}
			writes.add(write);
		}
		return new Batch(writes.get(0).operation(), writes);
	}

	/** Puts single writes in the place of the first one. */
	void replaceFirst(List<QueuedWrite> parts) {
		this.inOrder = false;
		this.singles.remove();
		for (int i = parts.size() - 1; i >= 0; i--) {
			this.singles.addFirst(parts.get(i));
		}
	}

	/** Takes out what stands first in its lane. */
	void remove(Batch batch) {
		this.arrayRequests += isArray(batch.operation()) ? 1 : 0;
		Deque<QueuedWrite> lane = lane(batch.operation());
		for (int i = 0; i < batch.size(); i++) {
			lane.remove();
		}
		this.arrays.values().removeIf(Collection::isEmpty);
	}

	/** Takes out all that fit. */
	void removeIf(Predicate<QueuedWrite> condition) {
		lanes().forEach((lane) -> lane.removeIf(condition));
		this.arrays.values().removeIf(Collection::isEmpty);
	}

	void forEach(Consumer<QueuedWrite> action) {
		lanes().forEach((lane) -> lane.forEach(action));
	}

}
