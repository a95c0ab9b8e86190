package com.lunogram.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

import com.lunogram.model.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Where a write waits that fails while others may get through, and behind it all later
 * writes of its subjects, so that it holds up nobody else.
 * <p>
 * What may concern anybody has to wait for every earlier write, so it waits for parked
 * ones too, and all that comes after it does. Lest one bad write stops everything, that
 * ends when the parked one has failed as often as the settings allow: from then on it
 * holds up its own subjects only.
 */
final class Parking {

	/** Writes of so many subjects failing in a row are an outage, and nobody's fault. */
	private static final int OUTAGE = 3;

	private final int maxAttempts;

	private final Map<QueuedWrite, Parked> culprits = new LinkedHashMap<>();

	/**
	 * In the order of publishing, so that each is asked for after those it may wait for.
	 */
	private final NavigableSet<QueuedWrite> followers = new TreeSet<>(QueuedWrite.IN_ORDER);

	private Held held = new Held();

	/** How many writes were published that wait here; a merged one counts as several. */
	private int size;

	Parking(int maxAttempts) {
		this.maxAttempts = maxAttempts;
	}

	/** How many published writes wait, culprits and followers. */
	int size() {
		return this.size;
	}

	/**
	 * Parks a failing write, and behind it those that must wait for it.
	 * @param proven whether others got through while it failed
	 * @param batcher where those are taken from
	 */
	void park(QueuedWrite culprit, long retryAt, boolean proven, Batcher batcher) {
		Parked parked = new Parked(retryAt, proven);
		this.culprits.put(culprit, parked);
		this.size += culprit.parts().size();
		this.held.addCulprit(culprit, parked.failures < this.maxAttempts);
		Held own = new Held();
		own.addCulprit(culprit, parked.failures < this.maxAttempts);
		for (QueuedWrite follower : batcher.removeIf(own::takes)) {
			follow(follower);
			// It would not be held by the others, perhaps, but is now.
			this.held.takes(follower);
		}
	}

	/** Keeps a write that comes new if it has to wait. */
	boolean takes(QueuedWrite write) {
		return !this.culprits.isEmpty() && this.held.takes(write) && follow(write);
	}

	private boolean follow(QueuedWrite write) {
		this.size += write.parts().size();
		return this.followers.add(write);
	}

	/** How long the write that has waited longest has done so, in nanoseconds. */
	long age(long now) {
		long age = 0;
		for (QueuedWrite culprit : this.culprits.keySet()) {
			age = Math.max(age, now - culprit.since());
		}
		return this.followers.isEmpty() ? age : Math.max(age, now - this.followers.first().since());
	}

	/** The culprit whose turn comes first; {@code null} if none is parked. */
	@Nullable QueuedWrite next() {
		return this.culprits.entrySet()
			.stream()
			// Times of System.nanoTime may overflow, so only differences count.
			.min((one, other) -> Long.signum(one.getValue().retryAt - other.getValue().retryAt))
			.map(Map.Entry::getKey)
			.orElse(null);
	}

	long retryAt(QueuedWrite culprit) {
		return parked(culprit).retryAt;
	}

	/** How often a parked write has failed on its own. */
	int failures(QueuedWrite culprit) {
		return parked(culprit).failures;
	}

	/** Whether others got through since a write was parked. */
	boolean isGuilty(QueuedWrite culprit) {
		return parked(culprit).charged > 0;
	}

	/**
	 * Whether a write has failed so often, while others got through, that it is enough.
	 */
	boolean isExhausted(QueuedWrite culprit) {
		return parked(culprit).charged >= this.maxAttempts;
	}

	/**
	 * Whether so many different writes of an operation fail, and none gets through, that
	 * it can't be their fault.
	 */
	boolean isOutage(Operation operation) {
		long failing = this.culprits.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().operation() == operation && !entry.getValue().othersOfKindPassed)
			.count();
		return failing >= OUTAGE;
	}

	/** Whether there is such an outage of an operation whose writes share requests. */
	boolean isOutageOfArrays() {
		return this.culprits.size() >= OUTAGE && this.culprits.keySet()
			.stream()
			.map(QueuedWrite::operation)
			.distinct()
			.anyMatch((operation) -> Level.isArray(operation) && isOutage(operation));
	}

	/**
	 * Whether something else gets through in such an outage, so that it is neither the
	 * key nor the address.
	 */
	boolean isPartial(Operation operation) {
		return this.culprits.entrySet()
			.stream()
			.anyMatch((entry) -> entry.getKey().operation() == operation && !entry.getValue().othersOfKindPassed
					&& entry.getValue().othersPassed);
	}

	/**
	 * Something got through: parked writes may try again at once, and are on their own.
	 */
	void othersPassed(Operation operation, long now) {
		this.culprits.forEach((culprit, parked) -> {
			parked.othersPassed = true;
			parked.othersOfKindPassed |= culprit.operation() == operation;
			if (parked.charged == 0) {
				parked.charged = 1;
				parked.retryAt = now;
			}
		});
	}

	/** From now on a parked write is on its own, whether others get through or not. */
	void accuse(QueuedWrite culprit) {
		Parked parked = parked(culprit);
		parked.charged = Math.max(1, parked.charged);
	}

	/**
	 * A parked write failed again.
	 * @param charge whether it may be its fault
	 * @return the writes that need no longer wait
	 */
	List<QueuedWrite> failedAgain(QueuedWrite culprit, boolean charge) {
		Parked parked = parked(culprit);
		if (charge && parked.charged > 0) {
			parked.charged++;
		}
		if (++parked.failures == this.maxAttempts) {
			return free();
		}
		return List.of();
	}

	void retryAt(QueuedWrite culprit, long time) {
		parked(culprit).retryAt = time;
	}

	/** Tries nothing of an operation before the given time. */
	void postpone(Operation operation, long time) {
		this.culprits.forEach((culprit, parked) -> {
			if (culprit.operation() == operation && parked.retryAt - time < 0) {
				parked.retryAt = time;
			}
		});
	}

	void retryAllAt(long time) {
		this.culprits.values().forEach((parked) -> parked.retryAt = time);
	}

	/**
	 * Lets a culprit go, delivered or given up.
	 * @return the writes that waited for it only
	 */
	List<QueuedWrite> release(QueuedWrite culprit) {
		this.culprits.remove(culprit);
		this.size -= culprit.parts().size();
		return free();
	}

	/**
	 * Takes out the followers that wait for nobody any more, in the order of publishing.
	 */
	private List<QueuedWrite> free() {
		this.held = new Held();
		this.culprits.forEach((culprit, parked) -> this.held.addCulprit(culprit, parked.failures < this.maxAttempts));
		List<QueuedWrite> free = new ArrayList<>();
		this.followers.removeIf((write) -> !this.held.takes(write) && free.add(write));
		free.forEach((write) -> this.size -= write.parts().size());
		return free;
	}

	/** Takes out everything. */
	List<QueuedWrite> removeAll() {
		List<QueuedWrite> all = new ArrayList<>(this.culprits.keySet());
		all.addAll(this.followers);
		this.culprits.clear();
		this.followers.clear();
		this.size = 0;
		return all;
	}

	private Parked parked(QueuedWrite culprit) {
		Parked parked = this.culprits.get(culprit);
		if (parked == null) {
			throw new IllegalArgumentException("Not parked: " + culprit);
		}
		return parked;
	}

	private static final class Parked {

		private int failures = 1;

		/** How many of the failures count against it; none until others get through. */
		private int charged;

		private boolean othersPassed;

		private boolean othersOfKindPassed;

		private long retryAt;

		Parked(long retryAt, boolean proven) {
			this.retryAt = retryAt;
			this.charged = proven ? 1 : 0;
		}

	}

}
