package com.lunogram.delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Keeps writes until they are delivered, in a place that several instances of an
 * application share, and the lease that decides which of them delivers. All but
 * {@link #add} and {@link #isInTransaction} work outside of the caller's transaction.
 * Safe for use by many threads. A store that cannot be reached throws a
 * {@link RuntimeException}, which its users survive.
 */
public interface OutboxStore {

	/**
	 * Whether what is added now becomes part of a transaction of the caller's.
	 * @return {@code true} if a roll-back would take it away again
	 */
	boolean isInTransaction();

	/**
	 * Adds writes: in the caller's transaction, if there is one, else in one of its own.
	 * @param writes the writes, in order
	 * @param committed called when the transaction is over and they are there to stay;
	 * not called if it is rolled back, but perhaps if only they are, to a savepoint
	 * before them
	 */
	void add(List<PendingWrite> writes, Runnable committed);

	/**
	 * The numbers of the oldest writes, and how large these are.
	 * @param limit how many at most
	 * @return the numbers and sizes, the lowest number first
	 */
	List<StoredSize> sizes(int limit);

	/**
	 * Writes with numbers in the given range, the lowest first. Those that this version
	 * does not understand, as a newer one has added them, are left out.
	 * @param first the first number
	 * @param last the last number
	 * @return the writes
	 */
	List<StoredWrite> read(long first, long last);

	/**
	 * Forgets writes that are delivered. Those that are not there don't matter.
	 * @param ids their numbers
	 */
	void delete(Collection<Long> ids);

	/**
	 * Makes dead letters of writes, if they are still there.
	 * @param writes which, and why
	 */
	void setAside(List<FailedWrite> writes);

	/**
	 * The number of the newest write.
	 * @return the number; {@code null} if there is none
	 */
	@Nullable Long newest();

	/**
	 * The oldest write's number and age.
	 * @return the oldest; {@code null} if there is none
	 */
	@Nullable Oldest oldest();

	/**
	 * How many writes there are; may take a while if these are many.
	 * @return the number
	 */
	long count();

	/**
	 * How many dead letters there are.
	 * @return the number
	 */
	long countDeadLetters();

	/**
	 * Dead letters, the oldest first.
	 * @param after the number of the last one seen; 0 for none
	 * @param limit how many at most
	 * @return the dead letters
	 */
	List<DeadLetter> deadLetters(long after, int limit);

	/**
	 * The newest dead letters, the oldest of them first.
	 * @param limit how many at most
	 * @return the dead letters
	 */
	List<DeadLetter> newestDeadLetters(int limit);

	/**
	 * Makes writes of dead letters again, in the order of their numbers.
	 * @param ids their numbers
	 * @return how many were there
	 */
	int replay(List<Long> ids);

	/**
	 * Forgets dead letters.
	 * @param ids their numbers
	 * @return how many were there
	 */
	int discard(List<Long> ids);

	/**
	 * Forgets dead letters that are older than the given time.
	 * @param age the time
	 * @return how many they were
	 */
	int discardOlderThan(Duration age);

	/**
	 * The lease as it is.
	 * @return the lease
	 */
	OutboxLease lease();

	/**
	 * Takes the lease if nobody has it.
	 * @param owner who takes it
	 * @param length how long it shall hold
	 * @return the lease as it is then, whoever has it
	 */
	OutboxLease acquire(String owner, Duration length);

	/**
	 * Makes the lease last.
	 * @param owner who has it
	 * @param epoch its epoch
	 * @param length how long it shall hold from now on
	 * @return the lease as it is then, whoever has it
	 */
	OutboxLease renew(String owner, long epoch, Duration length);

	/**
	 * Gives the lease up.
	 * @param owner who has it
	 * @param epoch its epoch
	 */
	void release(String owner, long epoch);

	/**
	 * Has whoever delivers wait, as the server has asked to.
	 * @param owner who has the lease
	 * @param epoch its epoch
	 * @param hold how long
	 */
	void hold(String owner, long epoch, Duration hold);

	/**
	 * Has whoever delivers pause, or go on.
	 * @param paused whether to pause
	 */
	void setPaused(boolean paused);

	/**
	 * How large a write is.
	 *
	 * @param id its number
	 * @param size bytes of its JSON
	 */
	record StoredSize(long id, int size) {
	}

	/**
	 * A write that will not be delivered.
	 *
	 * @param id its number
	 * @param write the write, and why
	 */
	record FailedWrite(long id, UndeliveredWrite write) {
	}

	/**
	 * The oldest write.
	 *
	 * @param id its number
	 * @param age how long it has been there
	 */
	record Oldest(long id, Duration age) {
	}

}
