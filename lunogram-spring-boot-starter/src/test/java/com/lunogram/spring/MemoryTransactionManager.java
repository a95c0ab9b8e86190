package com.lunogram.spring;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.SavepointManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.SmartTransactionObject;

/**
 * Transactions over nothing: what matters here is what the superclass makes of them.
 */
class MemoryTransactionManager extends AbstractPlatformTransactionManager {

	private static final long serialVersionUID = 1L;

	private static final ThreadLocal<@Nullable Resource> current = new ThreadLocal<>();

	MemoryTransactionManager() {
		setNestedTransactionAllowed(true);
	}

	@Override
	protected Object doGetTransaction() {
		return new Transaction(current.get());
	}

	@Override
	protected boolean isExistingTransaction(Object transaction) {
		return ((Transaction) transaction).resource != null;
	}

	@Override
	protected void doBegin(Object transaction, TransactionDefinition definition) {
		Resource resource = new Resource();
		((Transaction) transaction).resource = resource;
		current.set(resource);
	}

	@Override
	protected Object doSuspend(Object transaction) {
		Resource suspended = current.get();
		current.remove();
		((Transaction) transaction).resource = null;
		return (suspended != null) ? suspended : new Resource();
	}

	@Override
	protected void doResume(@Nullable Object transaction, Object suspendedResources) {
		current.set((Resource) suspendedResources);
	}

	@Override
	protected void doCommit(DefaultTransactionStatus status) {
	}

	@Override
	protected void doRollback(DefaultTransactionStatus status) {
	}

	@Override
	protected void doSetRollbackOnly(DefaultTransactionStatus status) {
		Resource resource = ((Transaction) status.getTransaction()).resource;
		if (resource != null) {
			resource.rollbackOnly = true;
		}
	}

	@Override
	protected void doCleanupAfterCompletion(Object transaction) {
		current.remove();
	}

	/**
	 * What would be the connection.
	 */
	private static final class Resource {

		private boolean rollbackOnly;

	}

	/**
	 * One use of it.
	 */
	private static final class Transaction implements SmartTransactionObject, SavepointManager {

		private @Nullable Resource resource;

		Transaction(@Nullable Resource resource) {
			this.resource = resource;
		}

		@Override
		public boolean isRollbackOnly() {
			return this.resource != null && this.resource.rollbackOnly;
		}

		@Override
		public Object createSavepoint() {
			return new Object();
		}

		@Override
		public void rollbackToSavepoint(Object savepoint) {
		}

		@Override
		public void releaseSavepoint(Object savepoint) {
		}

	}

}
