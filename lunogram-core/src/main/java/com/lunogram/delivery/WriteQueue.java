package com.lunogram.delivery;

import java.util.List;
import java.util.function.Consumer;

import com.lunogram.delivery.UndeliveredWrite.Reason;

/**
 * Where the engine gets writes from. Each stays there until it is settled or set aside,
 * so that a durable queue loses none.
 */
interface WriteQueue {

	/** Hands what has come since the last time over, in the order of publishing. */
	void drain(Consumer<QueuedWrite> engine);

	/** These are delivered. */
	void settle(List<QueuedWrite> writes);

	/** These will not be delivered. */
	void setAside(List<QueuedWrite> writes, Reason reason, String message);

	/** Whether there is no time to linger, as somebody waits. */
	boolean isHurried();

	/** Whether others cannot come in because nothing gets settled. */
	boolean isOverflowing();

}
