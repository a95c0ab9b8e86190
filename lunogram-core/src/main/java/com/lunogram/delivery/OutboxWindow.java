package com.lunogram.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import com.lunogram.delivery.OutboxStore.FailedWrite;
import com.lunogram.delivery.OutboxStore.StoredSize;
import com.lunogram.delivery.UndeliveredWrite.Reason;
import com.lunogram.http.OccasionalLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of an outbox that a relay holds in memory: its oldest writes. It is always
 * read from the oldest on, never after the last one seen, as a long transaction makes its
 * writes appear late.
 */
final class OutboxWindow implements WriteQueue {

	private static final Logger logger = LoggerFactory.getLogger(OutboxWindow.class);

	private final OutboxStore store;

	private final int capacity;

	private final long maxBytes;

	private final OutboxSignals signals;

	/** Sizes of what is here, whether the engine has it already or not. */
	private final Map<Long, Integer> sizes = new HashMap<>();

	/** What there is room for, but which is not here yet. */
	private final ReadAhead ahead;

	private final Deque<QueuedWrite> incoming = new ArrayDeque<>();

	/**
	 * What is there but cannot be read, since a newer version has written it. It stays
	 * there, and others pass it.
	 */
	private final Set<Long> unreadable = new HashSet<>();

	private final List<Long> delivered = new ArrayList<>();

	private final List<FailedWrite> failed = new ArrayList<>();

	private final OccasionalLog warnings;

	private long bytes;

	/** Whether there was more than there was room for when it was last looked. */
	private boolean more = true;

	private boolean newRoom = true;

	/**
	 * An empty window. All methods are for one thread.
	 * @param executor reads in advance, in another thread
	 */
	OutboxWindow(OutboxStore store, DeliverySettings settings, OutboxSignals signals, Executor executor,
			LongSupplier nanoTime) {
		this.store = store;
		this.capacity = settings.queueCapacity();
		this.maxBytes = settings.maxQueueBytes();
		this.signals = signals;
		this.ahead = new ReadAhead(store, executor, settings, nanoTime);
		this.warnings = new OccasionalLog(logger, nanoTime);
	}

	/** Whether there may be something in the store that is not here. */
	boolean hasMore() {
		return this.more || hasUnread();
	}

	/** Whether something was found that is yet to be read. There is room for it. */
	boolean hasUnread() {
		return !this.ahead.isEmpty();
	}

	/** Whether there is more room than when the store was last looked at. */
	boolean hasNewRoom() {
		return this.newRoom;
	}

	boolean isEmpty() {
		return this.sizes.isEmpty();
	}

	int size() {
		return this.sizes.size();
	}

	/** The lowest number of what is here or yet to be read. Something must be here. */
	long lowest() {
		long lowest = Collections.min(this.sizes.keySet());
		return hasUnread() ? Math.min(lowest, this.ahead.lowest()) : lowest;
	}

	long bytes() {
		return this.bytes;
	}

	/**
	 * Finds what there is room for in the store, to be {@linkplain #readPage() read} page
	 * by page. All that was found before must be read.
	 * @return whether something new was found, and there is nothing else
	 */
	boolean look() {
		int limit = this.capacity + this.unreadable.size();
		List<StoredSize> oldest = this.store.sizes(limit);
		// Where the last one fits, there may be room for the one after it.
		this.more = oldest.size() == limit;
		passUnreadable(oldest);
		List<StoredSize> unknown = new ArrayList<>();
		long bytes = this.bytes;
		for (StoredSize stored : oldest) {
			if (!this.sizes.containsKey(stored.id()) && !this.unreadable.contains(stored.id())) {
				if (this.sizes.size() + unknown.size() == this.capacity || bytes >= this.maxBytes) {
					this.more = true;
					break;
				}
				unknown.add(stored);
				bytes += stored.size();
			}
		}
		this.ahead.add(unknown);
		this.newRoom = false;
		return !unknown.isEmpty() && !this.more;
	}

	/** Takes over what was found, a page of it, and has the next one read. */
	void readPage() {
		take(this.ahead.take());
		this.ahead.readOn();
	}

	/** Takes over what has been read in advance, if it is there; tells whether it was. */
	boolean takeReady() {
		boolean ready = this.ahead.isReady();
		if (ready) {
			readPage();
		}
		return ready;
	}

	/** Forgets those that are gone, and tells of the others. */
	private void passUnreadable(List<StoredSize> oldest) {
		if (!this.unreadable.isEmpty()) {
			this.unreadable.retainAll(oldest.stream().map(StoredSize::id).collect(Collectors.toSet()));
		}
		if (!this.unreadable.isEmpty()) {
			this.warnings.warn("times there were writes in the Lunogram outbox that this version of the library does"
					+ " not know; they wait for one that does, and others pass them. At present they are "
					+ this.unreadable.size());
		}
	}

	private void take(ReadAhead.Page page) {
		Set<Long> found = page.found().stream().map(StoredSize::id).collect(Collectors.toSet());
		for (QueuedWrite write : page.writes()) {
			if (found.remove(write.sequence())) {
				this.sizes.put(write.sequence(), write.size());
				this.bytes += write.size();
				this.incoming.add(write);
			}
		}
		this.unreadable.addAll(found);
		this.newRoom |= !found.isEmpty();
	}

	/**
	 * Tells the store what has become of its writes. What it could not be told stays to
	 * be told.
	 */
	void writeBack() {
		if (!this.delivered.isEmpty()) {
			this.store.delete(this.delivered);
			forget(this.delivered);
			this.delivered.clear();
		}
		if (!this.failed.isEmpty()) {
			this.store.setAside(this.failed);
			forget(this.failed.stream().map(FailedWrite::id).toList());
			this.failed.clear();
		}
	}

	private void forget(List<Long> ids) {
		for (Long id : ids) {
			Integer size = this.sizes.remove(id);
			this.bytes -= (size != null) ? size : 0;
		}
		this.newRoom = true;
		this.signals.settled();
	}

	@Override
	public void drain(Consumer<QueuedWrite> engine) {
		for (QueuedWrite next = this.incoming.peek(); next != null; next = this.incoming.peek()) {
			engine.accept(next);
			this.incoming.remove();
		}
	}

	@Override
	public @Nullable Long oldest() {
		QueuedWrite oldest = this.incoming.peek();
		return (oldest != null) ? oldest.since() : null;
	}

	@Override
	public void settle(List<QueuedWrite> writes) {
		writes.forEach((write) -> this.delivered.add(write.sequence()));
	}

	@Override
	public void setAside(List<QueuedWrite> writes, Reason reason, String message) {
		writes
			.forEach((write) -> this.failed.add(new FailedWrite(write.sequence(), write.undelivered(reason, message))));
	}

	@Override
	public boolean isHurried() {
		return this.signals.isHurried();
	}

	@Override
	public boolean isOverflowing() {
		return hasMore() && (this.sizes.size() >= this.capacity || this.bytes >= this.maxBytes);
	}

}
