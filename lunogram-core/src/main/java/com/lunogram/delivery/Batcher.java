package com.lunogram.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

import com.lunogram.http.JsonCodec;
import com.lunogram.model.Operation;
import com.lunogram.model.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Groups writes into requests and keeps the order of each subject. A write goes into the
 * first {@link Level level} that lies after every earlier write of its subjects and has
 * room, so that writes of different subjects join one request whatever lies between them.
 * A write that may concern anybody gets a level of its own, and nothing passes it.
 */
final class Batcher {

	/**
	 * Each merge reads and writes the whole body again, so that a large one that grows
	 * would keep the worker busy rather than spare it a request.
	 */
	private static final int MAX_MERGED_BYTES = 32 * 1024;

	/**
	 * More requests than this of one level, and those behind it would wait too long: what
	 * comes may come as fast as it is sent. It is one request more in so many if each
	 * level has a batch as well.
	 */
	private static final int MAX_REQUESTS = 100;

	/** More than this into one level, and those behind it would wait for ever. */
	private final int levelCapacity;

	private final BatchLimits limits;

	private final JsonCodec json = new JsonCodec();

	/** By their numbers, none of which is left out between the first and the last. */
	private final NavigableMap<Long, Level> levels = new TreeMap<>();

	/**
	 * Those of them that may have room for writes that are a request of their own: there
	 * may be very many that have none.
	 */
	private final NavigableMap<Long, Level> open = new TreeMap<>();

	private final Map<Subject, Latest> latest = new HashMap<>();

	/** Whether there is no bound to how many of those a level takes. */
	private boolean singlesPass;

	private long nextNumber;

	/** The last level that may concern anybody, whether it is still there or not. */
	private long lastBarrier = -1;

	private @Nullable Operation lastBarrierOperation;

	private long lastBarrierSequence;

	private int size;

	private long bytes = Batch.ARRAY_OVERHEAD;

	Batcher(BatchLimits limits, int levelCapacity) {
		this.limits = limits;
		this.levelCapacity = levelCapacity;
	}

	int size() {
		return this.size;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	void add(QueuedWrite write) {
		if (isMerged(write)) {
			return;
		}
		Level level = write.isBarrier() ? barrier(write) : level(earliest(write), write.operation());
		for (Subject subject : write.subjects()) {
			this.latest.computeIfAbsent(subject, (key) -> new Latest()).add(level.number(), write);
		}
		level.add(write);
		count(write, 1);
	}

	/**
	 * Whether an upsert could be made one with the latest waiting write of its subject,
	 * which spares a request.
	 */
	private boolean isMerged(QueuedWrite write) {
		if (!write.isMergeable()) {
			return false;
		}
		Latest earlier = this.latest.get(write.subjects().get(0));
		QueuedWrite waiting = (earlier != null && earlier.level > this.lastBarrier) ? earlier.write : null;
		if (waiting == null || !mayGoTogether(waiting, write)) {
			return false;
		}
		byte[] body = this.json.mergeUpserts(waiting.body(), write.body());
		if (body == null) {
			return false;
		}
		waiting.absorb(write, body);
		return true;
	}

	private boolean mayGoTogether(QueuedWrite waiting, QueuedWrite write) {
		// What was parked comes late: it may lie behind a barrier that was published
		// between the two.
		return waiting.sequence() > this.lastBarrierSequence && waiting.isMergeable()
				&& waiting.operation() == write.operation()
				&& waiting.body().length + write.body().length <= MAX_MERGED_BYTES && isLatestOfAll(waiting, write);
	}

	private boolean isLatestOfAll(QueuedWrite waiting, QueuedWrite write) {
		return write.subjects().stream().allMatch((subject) -> {
			Latest earlier = this.latest.get(subject);
			return earlier != null && earlier.write == waiting;
		});
	}

	/** The number of the first level that lies after every earlier write of the same. */
	private long earliest(QueuedWrite write) {
		long earliest = this.lastBarrier + 1;
		for (Subject subject : write.subjects()) {
			Latest earlier = this.latest.get(subject);
			if (earlier != null) {
				earliest = Math.max(earliest, earlier.level + (earlier.passes(write.operation()) ? 0 : 1));
			}
		}
		return earliest;
	}

	/** The first level from the given number on that takes writes of an operation. */
	private Level level(long number, Operation operation) {
		boolean array = Level.isArray(operation);
		Map<Long, Level> candidates = (array ? this.levels : this.open).tailMap(number, true);
		for (Iterator<Level> iterator = candidates.values().iterator(); iterator.hasNext();) {
			Level level = iterator.next();
			if (takes(level, operation)) {
				return level;
			}
			if (!array) {
				// It never will.
				iterator.remove();
			}
		}
		Level level = append();
		this.open.put(level.number(), level);
		return level;
	}

	private boolean takes(Level level, Operation operation) {
		int singles = this.singlesPass ? 0 : level.acceptedSingles();
		int requests = Level.isArray(operation) ? level.arrayRequests() : singles;
		return level.accepted() < this.levelCapacity && requests < MAX_REQUESTS;
	}

	/**
	 * While nothing gets through of what shares requests, levels do not come to an end.
	 * So the others need not wait for that, and those that already do, do no longer;
	 * until it is over, and what came meanwhile must not be far ahead of what waited.
	 */
	void setSinglesPass(boolean singlesPass) {
		if (singlesPass != this.singlesPass) {
			this.singlesPass = singlesPass;
			List<QueuedWrite> all = removeIf((write) -> true);
			this.levels.clear();
			this.open.clear();
			all.forEach(this::add);
		}
	}

	private Level barrier(QueuedWrite write) {
		Operation operation = write.operation();
		this.lastBarrierSequence = write.sequence();
		boolean last = this.lastBarrier == this.nextNumber - 1;
		Level level = (last && operation == this.lastBarrierOperation) ? this.levels.get(this.lastBarrier) : null;
		if (level == null) {
			level = append();
			this.lastBarrier = level.number();
			this.lastBarrierOperation = operation;
		}
		return level;
	}

	private Level append() {
		Level level = new Level(this.nextNumber++);
		this.levels.put(level.number(), level);
		return level;
	}

	/** The operation of what to send next; {@code null} if there is nothing. */
	@Nullable Operation operation() {
		return isEmpty() ? null : head().operation();
	}

	/**
	 * What to send next, left in its place until it is {@link #remove(Batch) removed}.
	 * @throws NoSuchElementException if there is nothing
	 */
	Batch peek(int maxWrites) {
		return head().peek(maxWrites, this.limits.maxBytes());
	}

	/** Takes out what was peeked at. */
	void remove(Batch batch) {
		head().remove(batch);
		batch.writes().forEach(this::forget);
	}

	/**
	 * Takes the next write apart if it was made of several: one of them may do harm to
	 * the others.
	 * @return whether it was
	 */
	boolean split(Batch batch) {
		QueuedWrite first = batch.writes().get(0);
		List<QueuedWrite> parts = first.split();
		if (parts.size() == 1) {
			return false;
		}
		head().replaceFirst(parts);
		for (QueuedWrite part : parts.subList(1, parts.size())) {
			count(part, 1);
			part.subjects().forEach((subject) -> this.latest.computeIfPresent(subject, (key, entry) -> entry.more()));
		}
		return true;
	}

	private Level head() {
		while (this.levels.firstEntry().getValue().isEmpty()) {
			this.open.remove(this.levels.pollFirstEntry().getKey());
		}
		return this.levels.firstEntry().getValue();
	}

	/**
	 * How many more are worth waiting for, for a while: 0 or less if so many wait that it
	 * would make the next request no better.
	 */
	int missing() {
		if (isEmpty()) {
			return this.limits.maxEvents();
		}
		return Math.min(this.limits.maxEvents() - this.size, head().missing(this.limits));
	}

	/** How many more bytes are worth waiting for, likewise. */
	long missingBytes() {
		return this.limits.maxBytes() - this.bytes;
	}

	/** How long the write that has waited longest has done so, in nanoseconds. */
	long age(long now) {
		long age = 0;
		for (Level level : this.levels.values()) {
			age = Math.max(age, level.age(now));
		}
		return age;
	}

	/**
	 * Takes out all that fit.
	 * @param condition asked of each write, in the order of publishing
	 * @return what was taken out, in that order
	 */
	List<QueuedWrite> removeIf(Predicate<QueuedWrite> condition) {
		List<QueuedWrite> all = new ArrayList<>(this.size);
		this.levels.values().forEach((level) -> level.forEach(all::add));
		all.sort(QueuedWrite.IN_ORDER);
		all.removeIf(condition.negate());
		if (!all.isEmpty()) {
			Set<QueuedWrite> removed = new HashSet<>(all);
			this.levels.values().forEach((level) -> level.removeIf(removed::contains));
			all.forEach(this::forget);
		}
		return all;
	}

	private void forget(QueuedWrite write) {
		count(write, -1);
		for (Subject subject : write.subjects()) {
			this.latest.computeIfPresent(subject, (key, entry) -> (--entry.waiting == 0) ? null : entry);
		}
	}

	private void count(QueuedWrite write, int one) {
		this.size += one;
		this.bytes += one * (long) (write.size() + Batch.ELEMENT_OVERHEAD);
	}

	/**
	 * Where the latest waiting write of a subject is.
	 */
	private static final class Latest {

		private long level;

		private @Nullable QueuedWrite write;

		private int waiting;

		void add(long level, QueuedWrite write) {
			this.level = level;
			this.write = write;
			this.waiting++;
		}

		Latest more() {
			this.waiting++;
			return this;
		}

		/**
		 * Whether a write of the given operation may share the level: either it is sent
		 * after this one within it, as arrays are after singles, or in the same lane.
		 */
		boolean passes(Operation next) {
			Operation operation = (this.write != null) ? this.write.operation() : next;
			return operation.maxWrites() == 1 || operation == next;
		}

	}

}
