package com.lunogram.spring;

import com.lunogram.model.Write;

/**
 * Hears of events that wait for the end of a transaction before they are published. A
 * bean of this type lets tests tell why an event has not come yet. It is called in the
 * thread of the transaction, should return quickly and must not throw.
 */
public interface HeldEventObserver {

	/**
	 * An event begins to wait for the end of the transaction that is active in this
	 * thread.
	 * @param event the event, which is this very object in the later call too
	 */
	void held(Write event);

	/**
	 * The transaction is over.
	 * @param event the event
	 * @param published {@code true} if the event is published now, {@code false} if it is
	 * dropped because the transaction was not committed
	 */
	void released(Write event, boolean published);

}
