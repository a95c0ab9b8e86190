package com.lunogram.delivery;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;

import org.jspecify.annotations.Nullable;

/**
 * Keeps writes in partitions that several instances of an application share, such as the
 * topic of a Kafka cluster, until they are delivered. Writes of one subject are in one
 * partition, in order. Each partition is delivered by one instance at a time, and the
 * stream decides by which. Safe for use by many threads.
 */
public interface WriteStream {

	/**
	 * Whether what is appended now becomes part of a transaction of the caller's.
	 * @return {@code true} if a roll-back would take it away again
	 */
	boolean isInTransaction();

	/**
	 * Appends writes, in order, without waiting until they are safe. In a transaction of
	 * the caller's they become part of it.
	 * @param writes the writes, in order
	 * @param outcome hears of each write once, in any thread: that it is there to stay,
	 * or that it is not there. What is rolled back it does not hear of.
	 * @throws RuntimeException if the caller's transaction cannot be added to
	 */
	void append(List<PendingWrite> writes, AppendOutcome outcome);

	/**
	 * Puts writes that will not be delivered where somebody can look at them, and returns
	 * when they are safe there. May be told of the same write twice.
	 * @param writes the writes, and why
	 * @throws RuntimeException if that is not possible now; it will be asked again
	 */
	void setAside(List<UndeliveredWrite> writes);

	/**
	 * Whether this instance delivers, or could.
	 * @return {@code false} if it only appends
	 */
	boolean isDelivered();

	/**
	 * Begins to hand over what is to be delivered by this instance. Called only if this
	 * instance delivers, and until it has succeeded once.
	 * @param window takes it, and tells how far its delivery is
	 * @param threads makes threads that take nothing over from whoever happens to call
	 * this, to be named and told whether they keep the application from ending
	 * @throws RuntimeException if that is not possible; nothing may be left open then
	 * @throws OutOfMemoryError if the system has no thread to give, likewise; whoever
	 * publishes does not hear of it
	 */
	void open(DeliveryWindow window, ThreadFactory threads);

	/**
	 * The window wants more, or no longer does. Returns at once.
	 */
	void windowChanged();

	/**
	 * Writes were settled. Returns when that is kept, so that they will not be handed
	 * over again whatever happens, or when the time is up. No request begins before it
	 * is.
	 * @param timeout how long to wait at most
	 * @return whether it is kept; if not, it will be asked again
	 * @throws InterruptedException if the thread is interrupted
	 */
	boolean keep(Duration timeout) throws InterruptedException;

	/**
	 * Waits until all that was appended before is safe, and, as far as this instance can
	 * know, delivered or set aside.
	 * @param timeout how long at most
	 * @return {@code true} if so
	 * @throws InterruptedException if the thread is interrupted
	 */
	boolean flush(Duration timeout) throws InterruptedException;

	/**
	 * How many writes wait for this instance that it has not yet taken over, as far as is
	 * known; may count what is none, so that it is an upper bound.
	 * @return the number
	 */
	long backlog();

	/**
	 * Hands over nothing more, keeps what has been settled, and leaves the rest to other
	 * instances and to the next start. Appending ends too.
	 */
	void close();

	/**
	 * Hears what becomes of a write that is appended.
	 */
	@FunctionalInterface
	interface AppendOutcome {

		/**
		 * A write was appended, or was not.
		 * @param write the write
		 * @param failure why it was not; {@code null} if it was
		 */
		void appended(PendingWrite write, @Nullable Throwable failure);

	}

}
