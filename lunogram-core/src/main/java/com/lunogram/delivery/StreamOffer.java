package com.lunogram.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import com.lunogram.delivery.WriteStream.AppendOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Writes that are offered to a stream. If none of them gets in, the caller is told and
 * nobody else; what comes out later is reported as with any other write.
 */
final class StreamOffer implements AppendOutcome {

	private final int size;

	private final AppendOutcome reports;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition known = this.lock.newCondition();

	/** The same write may be offered twice. */
	private final List<Failed> failures = new ArrayList<>();

	private int taken;

	private boolean decided;

	StreamOffer(int size, AppendOutcome reports) {
		this.size = size;
		this.reports = reports;
	}

	@Override
	public void appended(PendingWrite write, @Nullable Throwable failure) {
		if (failure != null && isFirstToKnow(write, failure)) {
			return;
		}
		this.reports.appended(write, failure);
		taken();
	}

	private boolean isFirstToKnow(PendingWrite write, Throwable failure) {
		this.lock.lock();
		try {
			if (!this.decided) {
				this.failures.add(new Failed(write, failure));
				this.known.signalAll();
			}
			return !this.decided;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void taken() {
		this.lock.lock();
		try {
			this.taken++;
			this.known.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits for what becomes of the writes.
	 * @param timeout how long at most
	 * @return {@code false} if none got in
	 */
	boolean isTaken(Duration timeout) {
		this.lock.lock();
		try {
			long left = TimeUnit.NANOSECONDS.convert(timeout);
			while (left > 0 && this.taken + this.failures.size() < this.size) {
				left = this.known.awaitNanos(left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.decided = true;
			this.lock.unlock();
		}
		// Nothing is added any more.
		if (this.size > 0 && this.failures.size() == this.size) {
			return false;
		}
		this.failures.forEach((failed) -> this.reports.appended(failed.write, failed.failure));
		return true;
	}

	/**
	 * A write that did not get in.
	 */
	private record Failed(PendingWrite write, Throwable failure) {
	}

}
