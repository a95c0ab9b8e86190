package com.lunogram.delivery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;

import com.lunogram.delivery.UndeliveredWrite.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What a relay has taken over from a stream. A write counts from then until it and all
 * before it in its partition are settled: only then is it settled for good, and sent
 * again if the process dies before. So the bound of the window is also one of repeats.
 */
final class StreamWindow implements WriteQueue, DeliveryWindow {

	private final int capacity;

	private final long maxBytes;

	private final LongSupplier nanoTime;

	private final DoubleConsumer onShare;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Map<Integer, Partition> partitions = new HashMap<>();

	/** What is not settled, in the order in which it came. */
	private final NavigableMap<Long, Entry> open = new TreeMap<>();

	private final List<FailedWrite> failed = new ArrayList<>();

	/** What the engine does not have, in the order in which it came. */
	private final Deque<QueuedWrite> incoming = new ArrayDeque<>();

	private long incomingBytes;

	private long sequence;

	private long settled;

	private int count;

	private long bytes;

	private double share;

	private boolean held;

	private boolean halted;

	private boolean working;

	/** Whether an engine has writes that are not to be delivered here. */
	private boolean outdated;

	private long confirmedUntil;

	/** Since when the stream hands nothing over; {@code null} if it does. */
	private @Nullable Long brokenSince;

	/** Why, until somebody has taken notice. */
	private @Nullable Throwable breakage;

	private int flushes;

	private boolean closed;

	private long calls;

	private long wakeCount = 1;

	private long wakeBytes = Long.MAX_VALUE;

	StreamWindow(int capacity, long maxBytes, LongSupplier nanoTime, DoubleConsumer onShare) {
		this.capacity = capacity;
		this.maxBytes = maxBytes;
		this.nanoTime = nanoTime;
		this.onShare = onShare;
		this.confirmedUntil = nanoTime.getAsLong();
	}

	@Override
	public void add(List<StreamedWrite> writes) {
		this.lock.lock();
		try {
			long now = this.nanoTime.getAsLong();
			for (StreamedWrite streamed : writes) {
				Partition partition = this.partitions.computeIfAbsent(streamed.partition(), (key) -> new Partition());
				if (streamed.offset() > partition.last) {
					add(partition, streamed, now);
				}
			}
			if (this.incoming.size() >= this.wakeCount || this.incomingBytes >= this.wakeBytes) {
				this.changed.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void add(Partition partition, StreamedWrite streamed, long now) {
		QueuedWrite write = QueuedWrite.of(streamed.write());
		write.enqueued(++this.sequence, now - streamed.age().toNanos());
		Entry entry = new Entry(partition, write);
		partition.entries.put(streamed.offset(), entry);
		partition.last = streamed.offset();
		this.open.put(write.sequence(), entry);
		this.count++;
		this.bytes += write.size();
		this.incoming.add(write);
		this.incomingBytes += write.size();
	}

	@Override
	public boolean wantsMore() {
		this.lock.lock();
		try {
			return !this.held && !this.closed && !isFull();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isFull() {
		return this.count >= this.capacity || this.bytes >= this.maxBytes;
	}

	@Override
	public @Nullable Long firstOpen(int partition) {
		this.lock.lock();
		try {
			Partition known = this.partitions.get(partition);
			return (known != null && !known.entries.isEmpty()) ? known.entries.firstKey() : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void confirm(Duration validity) {
		this.lock.lock();
		try {
			long now = this.nanoTime.getAsLong();
			boolean late = now - this.confirmedUntil >= 0;
			this.confirmedUntil = now + validity.toNanos();
			if (late) {
				call();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void share(double share) {
		this.lock.lock();
		try {
			this.share = share;
			if (share > 0) {
				// With nothing to deliver the rate stays as it is, for the next share.
				this.onShare.accept(share);
			}
			call();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The part of the stream that is delivered here. */
	double share() {
		this.lock.lock();
		try {
			return this.share;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean halt(Duration timeout) {
		boolean interrupted = false;
		this.lock.lock();
		try {
			this.halted = true;
			long left = timeout.toNanos();
			while (this.working && left > 0) {
				try {
					left = this.changed.awaitNanos(left);
				}
				catch (InterruptedException ex) {
					interrupted = true;
					left = 0;
				}
			}
			return !this.working;
		}
		finally {
			this.lock.unlock();
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public void forget(Collection<Integer> partitions) {
		this.lock.lock();
		try {
			partitions.forEach(this::forget);
			this.halted = false;
			this.outdated = true;
			call();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void broken(Throwable cause) {
		this.lock.lock();
		try {
			if (this.brokenSince == null) {
				this.brokenSince = this.nanoTime.getAsLong();
			}
			this.breakage = cause;
			call();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void mended() {
		this.lock.lock();
		try {
			this.brokenSince = null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether the stream hands nothing over at present, though it should. */
	boolean isBroken() {
		this.lock.lock();
		try {
			return this.brokenSince != null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** What the stream said last of why it is broken; each is given once. */
	@Nullable Throwable takeBreakage() {
		this.lock.lock();
		try {
			Throwable taken = this.breakage;
			this.breakage = null;
			return taken;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void forget(Integer partition) {
		Partition forgotten = this.partitions.remove(partition);
		if (forgotten != null) {
			this.count -= forgotten.entries.size();
			forgotten.entries.values().forEach(this::settle);
		}
	}

	private void settle(Entry entry) {
		QueuedWrite write = entry.write;
		if (write != null) {
			this.open.remove(write.sequence());
			this.bytes -= write.size();
			// It may be here for long, and need not be that large.
			entry.write = null;
		}
	}

	/**
	 * To be called before each step. If it may be done, {@link #leave()} must follow.
	 * @return whether it may be done
	 */
	boolean enter() {
		this.lock.lock();
		try {
			this.working = isAllowed();
			return this.working;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isAllowed() {
		return !this.halted && !isDubious();
	}

	private boolean isDubious() {
		return !this.open.isEmpty() && this.confirmedUntil - this.nanoTime.getAsLong() <= 0;
	}

	/** Whether what is here may be somebody else's, for all that is known. */
	boolean isUnconfirmed() {
		this.lock.lock();
		try {
			return isDubious();
		}
		finally {
			this.lock.unlock();
		}
	}

	void leave() {
		this.lock.lock();
		try {
			this.working = false;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether a request may still begin, within a step. */
	boolean mayRequest() {
		this.lock.lock();
		try {
			return isAllowed() && !this.outdated;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether the engine has to be a new one, which then gets all that is here. */
	boolean isOutdated() {
		this.lock.lock();
		try {
			return this.outdated;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Has the next engine get all that is not settled. */
	void reload() {
		this.lock.lock();
		try {
			this.outdated = false;
			this.failed.clear();
			this.incoming.clear();
			this.open.values().forEach((entry) -> {
				QueuedWrite write = Objects.requireNonNull(entry.write).anew();
				entry.write = write;
				this.incoming.add(write);
			});
			this.incomingBytes = this.bytes;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Has the stream wait, or no longer. */
	boolean setHeld(boolean held) {
		this.lock.lock();
		try {
			boolean news = this.held != held;
			this.held = held;
			return news;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void drain(Consumer<QueuedWrite> engine) {
		for (QueuedWrite next = nextIncoming(); next != null; next = nextIncoming()) {
			engine.accept(next);
			handedOver(next);
		}
	}

	private @Nullable QueuedWrite nextIncoming() {
		this.lock.lock();
		try {
			return this.incoming.peek();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void handedOver(QueuedWrite write) {
		this.lock.lock();
		try {
			this.incoming.remove();
			this.incomingBytes -= write.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public @Nullable Long oldest() {
		QueuedWrite oldest = nextIncoming();
		return (oldest != null) ? oldest.since() : null;
	}

	@Override
	public void settle(List<QueuedWrite> writes) {
		this.lock.lock();
		try {
			for (QueuedWrite write : writes) {
				Entry entry = this.open.get(write.sequence());
				if (entry != null) {
					settle(entry);
					trim(entry.partition);
					this.settled++;
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void trim(Partition partition) {
		NavigableMap<Long, Entry> entries = partition.entries;
		while (!entries.isEmpty() && entries.firstEntry().getValue().write == null) {
			entries.pollFirstEntry();
			this.count--;
		}
	}

	@Override
	public void setAside(List<QueuedWrite> writes, Reason reason, String message) {
		writes.forEach((write) -> this.failed.add(new FailedWrite(write, write.undelivered(reason, message))));
	}

	/** What is to be set aside and then settled; for the thread of the engine only. */
	List<FailedWrite> failed() {
		return this.failed;
	}

	@Override
	public boolean isHurried() {
		this.lock.lock();
		try {
			return this.closed || this.flushes > 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean isOverflowing() {
		this.lock.lock();
		try {
			return isFull();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Somebody waits for what is in the stream, from now until {@link #flushed()}. */
	void flushing() {
		this.lock.lock();
		try {
			this.flushes++;
			call();
		}
		finally {
			this.lock.unlock();
		}
	}

	void flushed() {
		this.lock.lock();
		try {
			this.flushes--;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Wants nothing more, and hurries with what is here. */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			call();
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

	/** How many writes are not settled. */
	int size() {
		this.lock.lock();
		try {
			return this.open.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** How many writes have been settled so far. */
	long settled() {
		this.lock.lock();
		try {
			return this.settled;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Bytes of what is not settled. */
	long bytes() {
		this.lock.lock();
		try {
			return this.bytes;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * How long the oldest write waits that is not settled, in nanoseconds. Behind a
	 * stream that is broken one may wait for as long as it is.
	 */
	long age() {
		this.lock.lock();
		try {
			long now = this.nanoTime.getAsLong();
			long age = (this.brokenSince != null) ? now - this.brokenSince : 0;
			for (Partition partition : this.partitions.values()) {
				// What is first in a partition is not settled, and the oldest there.
				Map.Entry<Long, Entry> first = partition.entries.firstEntry();
				QueuedWrite write = (first != null) ? first.getValue().write : null;
				age = (write != null) ? Math.max(age, now - write.since()) : age;
			}
			return age;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** How often the relay was called because of something other than writes. */
	long calls() {
		this.lock.lock();
		try {
			return this.calls;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Has the relay look what there is to do. */
	void callRelay() {
		this.lock.lock();
		try {
			call();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void call() {
		this.calls++;
		this.changed.signalAll();
	}

	/**
	 * Lets the relay wait until the time is up, it is called, or so much has come.
	 */
	void await(long nanos, long wakeCount, long wakeBytes, long seenCalls) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			this.wakeCount = wakeCount;
			this.wakeBytes = wakeBytes;
			long left = nanos;
			while (left > 0 && this.calls == seenCalls && this.incoming.size() < wakeCount
					&& this.incomingBytes < wakeBytes) {
				left = this.changed.awaitNanos(left);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A write that will not be delivered.
	 */
	record FailedWrite(QueuedWrite write, UndeliveredWrite undelivered) {
	}

	/**
	 * What was taken over of a partition.
	 */
	private static final class Partition {

		/** By offset, from the first that is not settled on. */
		private final NavigableMap<Long, Entry> entries = new TreeMap<>();

		private long last = -1;

	}

	/**
	 * A write, until all before it in its partition are settled too.
	 */
	private static final class Entry {

		private final Partition partition;

		/** Is {@code null} when it is settled. */
		private @Nullable QueuedWrite write;

		Entry(Partition partition, QueuedWrite write) {
			this.partition = partition;
			this.write = write;
		}

	}

}
