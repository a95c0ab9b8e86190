package com.lunogram.delivery;

import java.util.List;
import java.util.function.Consumer;

import com.lunogram.delivery.UndeliveredWrite.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Where the engine gets writes from. Each stays there until it is settled or set aside,
 * so that a durable queue loses none.
 */
interface WriteQueue {

	/**
	 * Hands what has come since the last time over, in the order of publishing. If that
	 * throws, the same write, and those behind it, come the next time.
	 */
	void drain(Consumer<QueuedWrite> engine);

	/**
	 * When the oldest write was published that has not been handed over, in nanoseconds;
	 * {@code null} if there is none.
	 */
	@Nullable Long oldest();

	/** These are delivered. */
	void settle(List<QueuedWrite> writes);

	/** These will not be delivered. */
	void setAside(List<QueuedWrite> writes, Reason reason, String message);

	/** Whether there is no time to linger, as somebody waits. */
	boolean isHurried();

	/** Whether others cannot come in because nothing gets settled. */
	boolean isOverflowing();

}
