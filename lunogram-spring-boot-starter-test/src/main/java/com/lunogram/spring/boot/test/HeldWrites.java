package com.lunogram.spring.boot.test;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Writes that would be rows of an outbox: there with the commit of the transaction, gone
 * with its rollback or with that to a savepoint before them.
 */
final class HeldWrites implements TransactionSynchronization {

	private final List<RecordedWrite> writes;

	private final WriteLedger ledger;

	private final Consumer<List<RecordedWrite>> onCommit;

	private final Set<Object> laterSavepoints = new HashSet<>();

	private boolean undone;

	private HeldWrites(List<RecordedWrite> writes, WriteLedger ledger, Consumer<List<RecordedWrite>> onCommit) {
		this.writes = writes;
		this.ledger = ledger;
		this.onCommit = onCommit;
	}

	/** A read-only transaction is none that an outbox could be part of. */
	static boolean isTransactionActive() {
		return TransactionSynchronizationManager.isSynchronizationActive()
				&& TransactionSynchronizationManager.isActualTransactionActive()
				&& !TransactionSynchronizationManager.isCurrentTransactionReadOnly();
	}

	static void await(List<RecordedWrite> writes, WriteLedger ledger, Consumer<List<RecordedWrite>> onCommit) {
		TransactionSynchronizationManager.registerSynchronization(new HeldWrites(writes, ledger, onCommit));
		writes.forEach((write) -> ledger.held(write.write()));
	}

	@Override
	public void savepoint(Object savepoint) {
		this.laterSavepoints.add(savepoint);
	}

	@Override
	public void savepointRollback(Object savepoint) {
		this.undone |= !this.laterSavepoints.contains(savepoint);
	}

	@Override
	public void afterCompletion(int status) {
		boolean committed = status == STATUS_COMMITTED && !this.undone;
		this.writes.forEach((write) -> this.ledger.released(write.write(), committed));
		if (committed) {
			this.onCommit.accept(this.writes);
		}
	}

}
