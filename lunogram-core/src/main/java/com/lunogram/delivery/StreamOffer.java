package com.lunogram.delivery;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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

	private final Map<PendingWrite, Throwable> failures = new LinkedHashMap<>();

	private int taken;

	private boolean decided;

	StreamOffer(int size, AppendOutcome reports) {
		this.size = size;
		this.reports = reports;
	}

	@Override
	public void appended(PendingWrite write, @Nullable Throwable failure) {
		this.lock.lock();
		try {
			if (failure != null && !this.decided) {
				this.failures.put(write, failure);
				this.known.signalAll();
				return;
			}
			this.taken++;
			this.known.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		this.reports.appended(write, failure);
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
		this.failures.forEach(this.reports::appended);
		return true;
	}

}
