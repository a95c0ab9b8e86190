package com.lunogram.delivery.kafka;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets a thread wait until another one has committed what there was when it asked.
 */
final class Kept {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private long asked;

	private long done;

	/** Asks for what is settled now; the result is to be waited for. */
	long ask() {
		this.lock.lock();
		try {
			return ++this.asked;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** What was asked for last, before it is looked what there is to commit. */
	long asked() {
		this.lock.lock();
		try {
			return this.asked;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** All that was asked for up to a time is committed. */
	void done(long asked) {
		this.lock.lock();
		try {
			this.done = asked;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Waits for a short while. */
	boolean await(long asked, Duration time) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			long left = time.toNanos();
			while (this.done < asked && left > 0) {
				left = this.changed.awaitNanos(left);
			}
			return this.done >= asked;
		}
		finally {
			this.lock.unlock();
		}
	}

}
