package com.lunogram.spring;

import java.util.List;
import java.util.function.Supplier;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * The one place that decides when an event is handed to the publisher: at once, or, while
 * a transaction is active that the publisher does not take part in, when that is over.
 */
final class EventHandover {

	private final Supplier<LunogramPublisher> publisher;

	private final Supplier<List<HeldEventObserver>> observers;

	private final boolean transactionsPresent;

	/**
	 * Creates the handover.
	 * @param publisher gives the publisher, when it is first needed
	 * @param observers gives who hears of events that wait, when one first does
	 * @param classLoader tells whether there can be transactions
	 */
	EventHandover(Supplier<LunogramPublisher> publisher, Supplier<List<HeldEventObserver>> observers,
			@Nullable ClassLoader classLoader) {
		this.publisher = publisher;
		this.observers = observers;
		this.transactionsPresent = ClassUtils
			.isPresent("org.springframework.transaction.support.TransactionSynchronizationManager", classLoader);
	}

	void accept(Write write, EventTemplate event, EventWarnings warnings) {
		if (this.transactionsPresent && TransactionEnd.isAhead() && !isPartOfTransaction(event)) {
			TransactionEnd.await(this, write, event, warnings);
		}
		else {
			publish(write);
		}
	}

	/** What is also emitted when the transaction fails must not be undone with it. */
	private boolean isPartOfTransaction(EventTemplate event) {
		return event.on() == LunogramEvent.On.SUCCESS && this.publisher.get().joinsTransaction();
	}

	List<HeldEventObserver> observers() {
		return this.observers.get();
	}

	void publish(Write write) {
		this.publisher.get().publish(write);
	}

}
