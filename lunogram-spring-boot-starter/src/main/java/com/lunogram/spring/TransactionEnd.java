package com.lunogram.spring;

import java.util.HashSet;
import java.util.Set;

import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Hands one event over when the transaction is over. It waits for the completion and not
 * only for the commit: another one's {@code afterCommit} that throws would keep its own
 * from being called, and so would a registration that comes while those run, as from a
 * listener that is called after the commit.
 */
final class TransactionEnd implements TransactionSynchronization {

	private final EventHandover handover;

	private final Write write;

	private final EventTemplate event;

	private final EventWarnings warnings;

	private @Nullable Set<Object> laterSavepoints;

	private boolean undone;

	private TransactionEnd(EventHandover handover, Write write, EventTemplate event, EventWarnings warnings) {
		this.handover = handover;
		this.write = write;
		this.event = event;
		this.warnings = warnings;
	}

	static boolean isAhead() {
		return TransactionSynchronizationManager.isSynchronizationActive()
				&& TransactionSynchronizationManager.isActualTransactionActive();
	}

	static void await(EventHandover handover, Write write, EventTemplate event, EventWarnings warnings) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionEnd(handover, write, event, warnings));
		handover.observers().forEach((observer) -> observer.held(write));
	}

	@Override
	public void savepoint(Object savepoint) {
		if (this.laterSavepoints == null) {
			this.laterSavepoints = new HashSet<>();
		}
		this.laterSavepoints.add(savepoint);
	}

	@Override
	public void savepointRollback(Object savepoint) {
		// A savepoint that is not a later one lies before what this event is about.
		this.undone |= this.laterSavepoints == null || !this.laterSavepoints.contains(savepoint);
	}

	@Override
	public void afterCompletion(int status) {
		try {
			boolean committed = status == STATUS_COMMITTED && !this.undone;
			boolean due = committed || this.event.on() != LunogramEvent.On.SUCCESS;
			this.handover.observers().forEach((observer) -> observer.released(this.write, due));
			if (due) {
				this.handover.publish(this.write);
			}
			else if (status == STATUS_UNKNOWN) {
				throw new EventNotEmittedException("it is unknown whether the transaction was committed");
			}
		}
		catch (Throwable ex) {
			this.warnings.notEmitted(this.event.name(), ex);
		}
	}

}
