package com.lunogram.delivery;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The newest dead letters, bounded by their number and size.
 */
final class DeadLetters {

	static final int MAX_COUNT = 1_000;

	/** In characters of JSON. */
	static final long MAX_SIZE = 8L << 20;

	private final Clock clock;

	private final ReentrantLock lock = new ReentrantLock();

	private final Deque<DeadLetter> letters = new ArrayDeque<>();

	private long size;

	private long lastId;

	DeadLetters(Clock clock) {
		this.clock = clock;
	}

	void add(UndeliveredWrite write) {
		this.lock.lock();
		try {
			this.letters.add(new DeadLetter(++this.lastId, this.clock.instant(), write));
			this.size += write.json().length();
			while (this.letters.size() > MAX_COUNT || this.size > MAX_SIZE) {
				this.size -= this.letters.remove().write().json().length();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Publishes those that fit again, the oldest first, and keeps those that find no room
	 * as far as there is any for them here.
	 * @return how many were published
	 */
	int replay(Predicate<DeadLetter> which, Predicate<DeadLetter> publish) {
		List<DeadLetter> taken = take(which);
		Set<Long> replayed = new HashSet<>();
		try {
			for (DeadLetter letter : taken) {
				if (publish.test(letter)) {
					replayed.add(letter.id());
				}
			}
		}
		finally {
			restore(taken.stream().filter((letter) -> !replayed.contains(letter.id())).toList());
		}
		return replayed.size();
	}

	/** Puts back what was taken, as far as there is room beside the newer ones. */
	void restore(List<DeadLetter> taken) {
		this.lock.lock();
		try {
			List<DeadLetter> all = new ArrayList<>(this.letters);
			for (int i = taken.size() - 1; i >= 0; i--) {
				DeadLetter letter = taken.get(i);
				int length = letter.write().json().length();
				if (all.size() < MAX_COUNT && this.size + length <= MAX_SIZE) {
					all.add(letter);
					this.size += length;
				}
			}
			all.sort(Comparator.comparingLong(DeadLetter::id));
			this.letters.clear();
			this.letters.addAll(all);
		}
		finally {
			this.lock.unlock();
		}
	}

	int size() {
		this.lock.lock();
		try {
			return this.letters.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** All that are kept, the oldest first. */
	List<DeadLetter> list() {
		this.lock.lock();
		try {
			return List.copyOf(this.letters);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Takes those out that fit, the oldest first. */
	List<DeadLetter> take(Predicate<DeadLetter> which) {
		this.lock.lock();
		try {
			// All are asked for before any is taken out: the question may throw.
			List<DeadLetter> taken = this.letters.stream().filter(which).toList();
			Set<Long> ids = taken.stream().map(DeadLetter::id).collect(Collectors.toSet());
			this.letters.removeIf((letter) -> ids.contains(letter.id()));
			taken.forEach((letter) -> this.size -= letter.write().json().length());
			return taken;
		}
		finally {
			this.lock.unlock();
		}
	}

}
