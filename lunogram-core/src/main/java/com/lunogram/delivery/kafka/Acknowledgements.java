package com.lunogram.delivery.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka says of the records that were sent to it.
 */
final class Acknowledgements {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	/** Numbers of the records that nothing is known of yet. */
	private final NavigableSet<Long> pending = new TreeSet<>();

	/** The last place in each partition that something was written to. */
	private final Map<Integer, Long> written = new HashMap<>();

	private long last;

	/**
	 * Has somebody told when it is known what became of a record, and that counted in
	 * what is waited for.
	 * @param outcome gets the failure; {@code null} if it was acknowledged
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // what it does handles its own failures
	void await(CompletableFuture<RecordMetadata> sent, Consumer<@Nullable Throwable> outcome) {
		long number = begin();
		sent.whenComplete((place, failure) -> {
			try {
				outcome.accept(failure);
			}
			finally {
				end(number, (failure == null) ? place : null);
			}
		});
	}

	private long begin() {
		this.lock.lock();
		try {
			this.pending.add(++this.last);
			return this.last;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void end(long number, @Nullable RecordMetadata place) {
		this.lock.lock();
		try {
			if (place != null && place.hasOffset()) {
				this.written.merge(place.partition(), place.offset(), Math::max);
			}
			this.pending.remove(number);
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until something is known of all that was sent before.
	 * @return whether it is
	 */
	boolean awaitAll(Duration timeout) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			long newest = this.last;
			long left = TimeUnit.NANOSECONDS.convert(timeout);
			while (!this.pending.isEmpty() && this.pending.first() <= newest) {
				if (left <= 0) {
					return false;
				}
				left = this.changed.awaitNanos(left);
			}
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The last place in each partition that something is known to be written to.
	 */
	Map<Integer, Long> written() {
		this.lock.lock();
		try {
			return new HashMap<>(this.written);
		}
		finally {
			this.lock.unlock();
		}
	}

}
