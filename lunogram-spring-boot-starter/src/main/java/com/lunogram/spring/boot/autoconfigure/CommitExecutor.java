package com.lunogram.spring.boot.autoconfigure;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Runs tasks when the present transaction has been committed, unless the part of it to
 * which they belong has been rolled back.
 */
final class CommitExecutor implements Executor {

	@Override
	public void execute(Runnable task) {
		TransactionSynchronizationManager.registerSynchronization(new AfterCommit(task));
	}

	/**
	 * Waits for the completion: another one's {@code afterCommit} that throws would keep
	 * its own from being called.
	 */
	private static final class AfterCommit implements TransactionSynchronization {

		private final Runnable task;

		private @Nullable Set<Object> laterSavepoints;

		private boolean undone;

		AfterCommit(Runnable task) {
			this.task = task;
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
			// A savepoint that is not a later one lies before the task.
			this.undone |= this.laterSavepoints == null || !this.laterSavepoints.contains(savepoint);
		}

		@Override
		public void afterCompletion(int status) {
			if (status == STATUS_COMMITTED && !this.undone) {
				this.task.run();
			}
		}

	}

}
