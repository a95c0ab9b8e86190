package com.lunogram.delivery;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a relay is told by the other threads of its application.
 */
final class OutboxSignals {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Condition settled = this.lock.newCondition();

	/** Writes that were committed here since the relay last looked. */
	private long committed;

	private boolean called;

	/** How often something was settled. */
	private long settlements;

	private int flushes;

	private boolean closed;

	private long wakeCount = 1;

	void committed(int writes) {
		this.lock.lock();
		try {
			this.committed += writes;
			if (this.committed >= this.wakeCount) {
				this.changed.signal();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Has the relay look what there is to do. */
	void call() {
		this.lock.lock();
		try {
			this.called = true;
			this.changed.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What has been told since the last time, which is forgotten by that.
	 * @return whether there may be writes that the relay does not know
	 */
	boolean look() {
		this.lock.lock();
		try {
			boolean news = this.called || this.committed > 0;
			this.called = false;
			this.committed = 0;
			return news;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Lets the relay wait until it is called, or so many writes are committed.
	 */
	void await(long nanos, long wakeCount) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			this.wakeCount = wakeCount;
			long left = nanos;
			while (left > 0 && !this.called && this.committed < wakeCount) {
				left = this.changed.awaitNanos(left);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Somebody waits for what is stored, from now until {@link #flushed()}. */
	void flushing() {
		this.lock.lock();
		try {
			this.flushes++;
		}
		finally {
			this.lock.unlock();
		}
		call();
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

	/** Lets whoever flushes wait, until something is settled here or the time is up. */
	void awaitSettled(long nanos) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			long seen = this.settlements;
			long left = nanos;
			while (left > 0 && this.settlements == seen) {
				left = this.settled.awaitNanos(left);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void settled() {
		this.lock.lock();
		try {
			this.settlements++;
			this.settled.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.called = true;
			this.changed.signal();
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

	boolean isHurried() {
		this.lock.lock();
		try {
			return this.closed || this.flushes > 0;
		}
		finally {
			this.lock.unlock();
		}
	}

}
