package com.lunogram.delivery.jdbc;

import java.time.Duration;
import java.util.List;

import com.lunogram.delivery.OutboxLease;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.support.DataAccessUtils;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * The table of the lease, which has one row. All times are those of the database's clock.
 */
final class LeaseTable {

	private static final String NAME = "relay";

	private static final String WHERE = " WHERE name = '" + NAME + "'";

	private static final String WHERE_OWNED = WHERE + " AND owner = ? AND epoch = ?";

	private final JdbcOperations jdbc;

	private final String table;

	private final String now;

	LeaseTable(JdbcOperations jdbc, Dialect dialect, String prefix) {
		this.jdbc = jdbc;
		this.table = prefix + "lease";
		this.now = dialect.now();
	}

	String name() {
		return this.table;
	}

	/**
	 * Reads the row, and makes it if there is none.
	 * @throws DuplicateKeyException if another instance has made it at the same moment;
	 * this transaction is of no use then, and another one finds it
	 */
	OutboxLease read() {
		OutboxLease lease = find();
		if (lease == null) {
			create();
			lease = find();
		}
		if (lease == null) {
			throw new IllegalStateException("The table " + this.table + " cannot keep its row");
		}
		return lease;
	}

	private @Nullable OutboxLease find() {
		List<OutboxLease> found = this.jdbc.query(
				"SELECT owner, epoch, expires_at - " + this.now + ", hold_until - " + this.now + ", paused FROM "
						+ this.table + WHERE,
				(row, number) -> new OutboxLease(row.getString(1), row.getLong(2), Duration.ofMillis(row.getLong(3)),
						Duration.ofMillis(row.getLong(4)), row.getBoolean(5)));
		return DataAccessUtils.singleResult(found);
	}

	private void create() {
		this.jdbc.update("INSERT INTO " + this.table + " (name, epoch, expires_at, hold_until, paused) VALUES ('" + NAME
				+ "', 0, 0, 0, FALSE)");
	}

	OutboxLease acquire(String owner, Duration length) {
		this.jdbc.update("UPDATE " + this.table + " SET owner = ?, epoch = epoch + 1, expires_at = " + this.now + " + ?"
				+ WHERE + " AND (owner IS NULL OR expires_at <= " + this.now + ")", owner, length.toMillis());
		return read();
	}

	OutboxLease renew(String owner, long epoch, Duration length) {
		this.jdbc.update("UPDATE " + this.table + " SET expires_at = " + this.now + " + ?" + WHERE_OWNED,
				length.toMillis(), owner, epoch);
		return read();
	}

	void release(String owner, long epoch) {
		this.jdbc.update("UPDATE " + this.table + " SET owner = NULL, expires_at = 0" + WHERE_OWNED, owner, epoch);
	}

	void hold(String owner, long epoch, Duration hold) {
		this.jdbc.update("UPDATE " + this.table + " SET hold_until = " + this.now + " + ?" + WHERE_OWNED,
				hold.toMillis(), owner, epoch);
	}

	/** The row must be there. */
	void setPaused(boolean paused) {
		this.jdbc.update("UPDATE " + this.table + " SET paused = ?" + WHERE, paused);
	}

}
