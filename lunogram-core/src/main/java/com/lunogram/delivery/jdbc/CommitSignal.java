package com.lunogram.delivery.jdbc;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;

/**
 * Tells of the commit of what was stored in a transaction, unless it was rolled back to a
 * savepoint before.
 */
final class CommitSignal implements TransactionSynchronization {

	private final Runnable committed;

	private @Nullable Set<Object> laterSavepoints;

	private boolean undone;

	CommitSignal(Runnable committed) {
		this.committed = committed;
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
		this.undone |= this.laterSavepoints == null || !this.laterSavepoints.contains(savepoint);
	}

	/** If it is unknown whether there was a commit, it is worth a look. */
	@Override
	public void afterCompletion(int status) {
		if (status != STATUS_ROLLED_BACK && !this.undone) {
			this.committed.run();
		}
	}

}
