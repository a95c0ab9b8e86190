package com.lunogram.delivery.jdbc;

import java.lang.reflect.Method;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.ConnectionHandle;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.SimpleConnectionHandle;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ReflectionUtils;

/**
 * The connection that Spring has bound to the present transaction. In a transaction of
 * something else, such as another database, it keeps the one that was last asked for, but
 * nobody commits or rolls back what is done with that. JTA would, but what it takes part
 * in looks the same from here, which is why it is not supported.
 */
final class BoundConnection {

	private static final @Nullable Method IS_TRANSACTION_ACTIVE = ReflectionUtils.findMethod(ConnectionHolder.class,
			"isTransactionActive");

	static {
		if (IS_TRANSACTION_ACTIVE != null) {
			ReflectionUtils.makeAccessible(IS_TRANSACTION_ACTIVE);
		}
	}

	private BoundConnection() {
	}

	/** Whether there is one, and the transaction is its own. */
	static boolean isTransactional(DataSource dataSource) {
		Object resource = TransactionSynchronizationManager.getResource(dataSource);
		if (!(resource instanceof ConnectionHolder holder)) {
			return false;
		}
		// Those of JPA are its session's, and have other handles. One without a handle
		// has given its connection back while another transaction was in between.
		ConnectionHandle handle = holder.getConnectionHandle();
		return (handle != null && !(handle instanceof SimpleConnectionHandle)) || IS_TRANSACTION_ACTIVE == null
				|| Boolean.TRUE.equals(ReflectionUtils.invokeMethod(IS_TRANSACTION_ACTIVE, holder));
	}

}
