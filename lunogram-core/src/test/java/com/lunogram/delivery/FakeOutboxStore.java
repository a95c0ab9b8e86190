package com.lunogram.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * An outbox in memory, with a clock that may be another than that of its users, and calls
 * that can be made to fail or to hang.
 */
final class FakeOutboxStore implements OutboxStore {

	/** Asked at the beginning of each call, with its name; may throw, or wait. */
	volatile Consumer<String> before = (call) -> {
	};

	/** The names of all calls. */
	final List<String> calls = new CopyOnWriteArrayList<>();

	/** The calls by a thread that was interrupted, which some databases don't stand. */
	final List<String> interrupted = new CopyOnWriteArrayList<>();

	final List<Duration> holds = new CopyOnWriteArrayList<>();

	final Set<Long> unreadable = ConcurrentHashMap.newKeySet();

	private final LongSupplier nanoTime;

	private final NavigableMap<Long, PendingWrite> rows = new TreeMap<>();

	private final NavigableMap<Long, UndeliveredWrite> letters = new TreeMap<>();

	private long nextId = 1;

	private @Nullable String owner;

	private long epoch;

	private long expiresAt;

	private long holdUntil;

	private boolean paused;

	FakeOutboxStore(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.holdUntil = nanoTime.getAsLong();
		this.expiresAt = nanoTime.getAsLong();
	}

	private void call(String name) {
		this.calls.add(name);
		if (Thread.currentThread().isInterrupted()) {
			this.interrupted.add(name);
		}
		this.before.accept(name);
	}

	long callsOf(String name) {
		return this.calls.stream().filter(name::equals).count();
	}

	/** A row, as if its transaction were committed now. */
	synchronized void put(long id, PendingWrite write) {
		this.rows.put(id, write);
		this.nextId = Math.max(this.nextId, id + 1);
	}

	synchronized List<Long> ids() {
		return List.copyOf(this.rows.keySet());
	}

	/** As if another instance had the lease. */
	synchronized void give(String owner, Duration length) {
		this.owner = owner;
		this.epoch++;
		this.expiresAt = this.nanoTime.getAsLong() + length.toNanos();
	}

	synchronized void holdFor(Duration hold) {
		this.holdUntil = this.nanoTime.getAsLong() + hold.toNanos();
	}

	synchronized @Nullable String owner() {
		return this.owner;
	}

	@Override
	public boolean isInTransaction() {
		return false;
	}

	@Override
	public void add(List<PendingWrite> writes, Runnable committed) {
		call("add");
		synchronized (this) {
			writes.forEach((write) -> this.rows.put(this.nextId++, write));
		}
		committed.run();
	}

	@Override
	public List<StoredSize> sizes(int limit) {
		call("sizes");
		synchronized (this) {
			return this.rows.entrySet()
				.stream()
				.limit(limit)
				.map((row) -> new StoredSize(row.getKey(), row.getValue().json().length()))
				.toList();
		}
	}

	@Override
	public List<StoredWrite> read(long first, long last) {
		call("read");
		synchronized (this) {
			return this.rows.subMap(first, true, last, true)
				.entrySet()
				.stream()
				.filter((row) -> !this.unreadable.contains(row.getKey()))
				.map((row) -> new StoredWrite(row.getKey(), Duration.ofSeconds(1), row.getValue()))
				.toList();
		}
	}

	@Override
	public void delete(Collection<Long> ids) {
		call("delete");
		synchronized (this) {
			this.rows.keySet().removeAll(ids);
		}
	}

	@Override
	public void setAside(List<FailedWrite> writes) {
		call("setAside");
		synchronized (this) {
			for (FailedWrite failed : writes) {
				if (this.rows.remove(failed.id()) != null) {
					this.letters.put(this.nextId++, failed.write());
				}
			}
		}
	}

	@Override
	public @Nullable Long newest() {
		call("newest");
		synchronized (this) {
			return this.rows.isEmpty() ? null : this.rows.lastKey();
		}
	}

	@Override
	public @Nullable Oldest oldest() {
		call("oldest");
		synchronized (this) {
			return this.rows.isEmpty() ? null : new Oldest(this.rows.firstKey(), Duration.ofSeconds(1));
		}
	}

	@Override
	public synchronized long count() {
		return this.rows.size();
	}

	@Override
	public synchronized long countDeadLetters() {
		return this.letters.size();
	}

	@Override
	public synchronized List<DeadLetter> deadLetters(long after, int limit) {
		return this.letters.tailMap(after, false)
			.entrySet()
			.stream()
			.limit(limit)
			.map((letter) -> new DeadLetter(letter.getKey(), java.time.Instant.EPOCH, letter.getValue()))
			.toList();
	}

	@Override
	public synchronized List<DeadLetter> newestDeadLetters(int limit) {
		List<DeadLetter> all = deadLetters(0, Integer.MAX_VALUE);
		return all.subList(Math.max(0, all.size() - limit), all.size());
	}

	@Override
	public int replay(List<Long> ids) {
		call("replay");
		synchronized (this) {
			List<UndeliveredWrite> writes = new ArrayList<>();
			for (Long id : ids) {
				UndeliveredWrite write = this.letters.remove(id);
				if (write != null) {
					writes.add(write);
				}
			}
			writes.forEach((write) -> this.rows.put(this.nextId++, QueuedWrite.again(write).pending()));
			return writes.size();
		}
	}

	@Override
	public synchronized int discard(List<Long> ids) {
		int before = this.letters.size();
		this.letters.keySet().removeAll(ids);
		return before - this.letters.size();
	}

	@Override
	public int discardOlderThan(Duration age) {
		call("discardOlderThan " + age);
		return 0;
	}

	@Override
	public OutboxLease lease() {
		call("lease");
		return current();
	}

	private synchronized OutboxLease current() {
		long now = this.nanoTime.getAsLong();
		return new OutboxLease(this.owner, this.epoch, Duration.ofNanos(this.expiresAt - now),
				Duration.ofNanos(this.holdUntil - now), this.paused);
	}

	@Override
	public OutboxLease acquire(String owner, Duration length) {
		call("acquire");
		synchronized (this) {
			if (current().isFree()) {
				give(owner, length);
			}
			return current();
		}
	}

	@Override
	public OutboxLease renew(String owner, long epoch, Duration length) {
		call("renew");
		synchronized (this) {
			if (owner.equals(this.owner) && epoch == this.epoch) {
				this.expiresAt = this.nanoTime.getAsLong() + length.toNanos();
			}
			return current();
		}
	}

	@Override
	public void release(String owner, long epoch) {
		call("release");
		synchronized (this) {
			if (owner.equals(this.owner) && epoch == this.epoch) {
				this.owner = null;
			}
		}
	}

	@Override
	public void hold(String owner, long epoch, Duration hold) {
		call("hold");
		synchronized (this) {
			if (owner.equals(this.owner) && epoch == this.epoch) {
				this.holds.add(hold);
				holdFor(hold);
			}
		}
	}

	@Override
	public synchronized void setPaused(boolean paused) {
		this.paused = paused;
	}

}
