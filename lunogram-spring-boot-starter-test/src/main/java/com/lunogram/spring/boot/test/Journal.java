package com.lunogram.spring.boot.test;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Remembers the latest values, up to a number and a size, and counts them all.
 *
 * @param <T> the type of the values
 */
final class Journal<T> {

	/**
	 * In characters of JSON. A few large requests must not fill the heap before their
	 * number does, and as objects they take several times as much.
	 */
	private static final long MAX_SIZE = 16L * 1024 * 1024;

	private final Deque<Entry<T>> entries = new ArrayDeque<>();

	private final int maxEntries;

	private long size;

	private long total;

	Journal(int maxEntries) {
		this.maxEntries = maxEntries;
	}

	synchronized void add(T value, long size) {
		this.entries.addLast(new Entry<>(value, size));
		this.size += size;
		this.total++;
		while (this.entries.size() > this.maxEntries || (this.size > MAX_SIZE && this.entries.size() > 1)) {
			this.size -= this.entries.removeFirst().size();
		}
	}

	synchronized List<T> list() {
		return this.entries.stream().map(Entry::value).toList();
	}

	synchronized long total() {
		return this.total;
	}

	synchronized void clear() {
		this.entries.clear();
		this.size = 0;
		this.total = 0;
	}

	private record Entry<T>(T value, long size) {

	}

}
