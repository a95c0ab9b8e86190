package com.lunogram.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import com.lunogram.delivery.UndeliveredWrite.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Holds writes in memory until they are settled, bounded by their number and bytes. A
 * write counts from the moment it is taken until it is delivered or set aside, wherever
 * it waits in between.
 */
final class MemoryQueue implements WriteQueue {

	/** How often to ask for the lock: some microseconds. */
	private static final int SPINS = 200;

	private final int capacity;

	private final long maxBytes;

	private final DeadLetters deadLetters;

	private final LongSupplier nanoTime;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition room = this.lock.newCondition();

	private final Condition work = this.lock.newCondition();

	private final Condition settled = this.lock.newCondition();

	private final List<Flush> flushes = new ArrayList<>();

	private Deque<QueuedWrite> incoming = new ArrayDeque<>();

	private long incomingBytes;

	private long sequence;

	private int count;

	private long bytes;

	private boolean closed;

	/** Whether somebody found no room since something was settled last. */
	private boolean overflowing;

	private long calls;

	/** How many incoming writes, or bytes of them, are worth waking the worker for. */
	private long wakeCount = 1;

	private long wakeBytes = Long.MAX_VALUE;

	MemoryQueue(int capacity, long maxBytes, DeadLetters deadLetters, LongSupplier nanoTime) {
		this.capacity = capacity;
		this.maxBytes = maxBytes;
		this.deadLetters = deadLetters;
		this.nanoTime = nanoTime;
	}

	/**
	 * Takes all of the writes or none.
	 * @param timeout how long to wait for room, in nanoseconds
	 */
	Offer offer(List<QueuedWrite> writes, long timeout) throws InterruptedException {
		long size = bytes(writes);
		long now = this.nanoTime.getAsLong();
		if (writes.size() > this.capacity || size > this.maxBytes) {
			return isClosed() ? Offer.CLOSED : Offer.FULL;
		}
		lockSoon();
		try {
			long left = timeout;
			while (!this.closed && (this.count + writes.size() > this.capacity || this.bytes + size > this.maxBytes)) {
				// Who waits may have more patience than what fills the queue.
				this.overflowing = true;
				if (left <= 0) {
					return Offer.FULL;
				}
				left = this.room.awaitNanos(left);
				now = this.nanoTime.getAsLong();
			}
			if (this.closed) {
				return Offer.CLOSED;
			}
			add(writes, size, now);
			return Offer.TAKEN;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Nobody holds the lock for long, and who goes to sleep over it wakes much later than
	 * it is free. Not interruptibly: who need not wait is served, interrupted or not.
	 */
	private void lockSoon() {
		for (int i = 0; i < SPINS; i++) {
			if (this.lock.tryLock()) {
				return;
			}
			Thread.onSpinWait();
		}
		this.lock.lock();
	}

	private static long bytes(List<QueuedWrite> writes) {
		long bytes = 0;
		for (QueuedWrite write : writes) {
			bytes += write.size();
		}
		return bytes;
	}

	private void add(List<QueuedWrite> writes, long size, long now) {
		for (QueuedWrite write : writes) {
			write.enqueued(++this.sequence, now);
			this.incoming.add(write);
		}
		this.count += writes.size();
		this.bytes += size;
		this.incomingBytes += size;
		if (this.incoming.size() >= this.wakeCount || this.incomingBytes >= this.wakeBytes) {
			this.work.signal();
		}
	}

	@Override
	public void drain(Consumer<QueuedWrite> engine) {
		Deque<QueuedWrite> drained;
		this.lock.lock();
		try {
			if (this.incoming.isEmpty()) {
				return;
			}
			drained = this.incoming;
			this.incoming = new ArrayDeque<>();
			this.incomingBytes = 0;
		}
		finally {
			this.lock.unlock();
		}
		try {
			for (QueuedWrite next = drained.peek(); next != null; next = drained.peek()) {
				engine.accept(next);
				drained.remove();
			}
		}
		finally {
			if (!drained.isEmpty()) {
				putBack(drained);
			}
		}
	}

	private void putBack(Deque<QueuedWrite> rest) {
		this.lock.lock();
		try {
			for (QueuedWrite write : rest) {
				this.incomingBytes += write.size();
			}
			rest.addAll(this.incoming);
			this.incoming = rest;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** How often the worker was called because of something other than writes. */
	long calls() {
		this.lock.lock();
		try {
			return this.calls;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Lets the worker wait.
	 * @param nanos how long at most
	 * @param wakeCount so many incoming writes end the wait
	 * @param wakeBytes so many bytes of incoming writes end the wait
	 * @param seenCalls a call that is not among these ends the wait
	 */
	void await(long nanos, long wakeCount, long wakeBytes, long seenCalls) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			this.wakeCount = wakeCount;
			this.wakeBytes = wakeBytes;
			long left = nanos;
			while (left > 0 && this.calls == seenCalls && this.incoming.size() < wakeCount
					&& this.incomingBytes < wakeBytes) {
				left = this.work.awaitNanos(left);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void call() {
		this.calls++;
		this.work.signal();
	}

	@Override
	public void settle(List<QueuedWrite> writes) {
		// Before the lock, which every caller of publish wants.
		long size = bytes(writes);
		this.lock.lock();
		try {
			this.overflowing = false;
			this.count -= writes.size();
			this.bytes -= size;
			for (Flush flush : this.flushes) {
				writes.forEach(flush::settled);
			}
			this.room.signalAll();
			this.settled.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void setAside(List<QueuedWrite> writes, Reason reason, String message) {
		if (reason.isSetAside()) {
			writes.forEach((write) -> this.deadLetters.add(write.undelivered(reason, message)));
		}
		settle(writes);
	}

	/**
	 * Waits until what has been taken before this call is settled.
	 * @param timeout how long at most, in nanoseconds
	 */
	boolean awaitSettled(long timeout) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			Flush flush = new Flush(this.sequence, this.count);
			this.flushes.add(flush);
			call();
			try {
				long left = timeout;
				while (flush.waiting > 0) {
					if (left <= 0) {
						return false;
					}
					left = this.settled.awaitNanos(left);
				}
				return true;
			}
			finally {
				this.flushes.remove(flush);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean isHurried() {
		this.lock.lock();
		try {
			return this.closed || !this.flushes.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean isOverflowing() {
		this.lock.lock();
		try {
			return this.overflowing;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Takes nothing more. */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			call();
			this.room.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isClosed() {
		this.lock.lock();
		try {
			return this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	int size() {
		this.lock.lock();
		try {
			return this.count;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Bytes of what waits. */
	long bytes() {
		this.lock.lock();
		try {
			return this.bytes;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public @Nullable Long oldest() {
		this.lock.lock();
		try {
			QueuedWrite oldest = this.incoming.peek();
			return (oldest != null) ? oldest.since() : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Has the worker look what there is to do. */
	void callWorker() {
		this.lock.lock();
		try {
			call();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * How an offer went.
	 */
	enum Offer {

		TAKEN, FULL, CLOSED

	}

	/**
	 * Somebody waits for what was published up to a moment.
	 */
	private static final class Flush {

		private final long upTo;

		private int waiting;

		Flush(long upTo, int waiting) {
			this.upTo = upTo;
			this.waiting = waiting;
		}

		void settled(QueuedWrite write) {
			if (write.sequence() <= this.upTo) {
				this.waiting--;
			}
		}

	}

}
