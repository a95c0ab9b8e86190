package com.lunogram.delivery.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.lunogram.delivery.DeadLetter;
import com.lunogram.delivery.OutboxLease;
import com.lunogram.delivery.OutboxStore;
import com.lunogram.delivery.PendingWrite;
import com.lunogram.delivery.StoredWrite;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * An {@link OutboxStore} in three tables of a relational database: H2, PostgreSQL,
 * MariaDB or MySQL. Scripts that make the tables stand beside this class, as
 * {@code schema-h2.sql} and so on.
 * <p>
 * Writes that are published in a transaction on the same {@link DataSource}, or in one of
 * JPA that works on it, are part of that transaction, unless it is a read-only one. As
 * with every access to a database, what is published after the commit, in an
 * {@code afterCommit} callback, needs a new transaction.
 * <p>
 * H2 writes what is committed to its file half a second later, unless the URL says
 * {@code ;WRITE_DELAY=0}: without that, a process that is killed takes the latest commits
 * along, and with them what they have published. When the process is to end, it closes
 * its file at once, unless the URL says {@code ;DB_CLOSE_ON_EXIT=FALSE}: without that,
 * what waits is left for the next start.
 */
public final class JdbcOutboxStore implements OutboxStore {

	/** What the names of the tables begin with unless told otherwise. */
	public static final String DEFAULT_TABLE_PREFIX = "lunogram_";

	private final DataSource dataSource;

	private final boolean autoCommit;

	private final PlatformTransactionManager ownTransactions;

	private final TransactionTemplate transaction;

	private final WriteTable writes;

	/** The same, but never in a transaction of the caller's. */
	private final WriteTable ownWrites;

	private final DeadLetterTable deadLetters;

	private final LeaseTable lease;

	/**
	 * A store with the usual names of tables.
	 * @param dataSource the database
	 * @throws IllegalArgumentException if it is another database than these four
	 * @throws org.springframework.jdbc.CannotGetJdbcConnectionException if it cannot be
	 * reached
	 */
	public JdbcOutboxStore(DataSource dataSource) {
		this(dataSource, DEFAULT_TABLE_PREFIX);
	}

	/**
	 * A store.
	 * @param dataSource the database
	 * @param tablePrefix what the names of the tables begin with, a schema included, such
	 * as {@code crm.lunogram_}; letters, digits, underscores and dots only
	 * @throws IllegalArgumentException if the prefix is none, or if it is another
	 * database than these four
	 * @throws org.springframework.jdbc.CannotGetJdbcConnectionException if it cannot be
	 * reached
	 */
	public JdbcOutboxStore(DataSource dataSource, String tablePrefix) {
		if (!tablePrefix.matches("[A-Za-z0-9_.]+")) {
			throw new IllegalArgumentException("'" + tablePrefix
					+ "' cannot begin the name of a table: it may have letters, digits, underscores and dots");
		}
		this.dataSource = target(dataSource);
		// Spring binds connections to the data source that they are of: to another one,
		// in front of it, no transaction of the caller's is bound.
		DataSource own = new DelegatingDataSource(this.dataSource);
		Dialect dialect = dialect(own);
		JdbcOperations ownJdbc = new JdbcTemplate(own);
		if (dialect == Dialect.H2) {
			WriteDelay.check(ownJdbc);
		}
		this.autoCommit = isAutoCommit(own);
		this.ownTransactions = new JdbcTransactionManager(own);
		this.transaction = new TransactionTemplate(this.ownTransactions);
		this.writes = new WriteTable(new JdbcTemplate(this.dataSource), dialect, tablePrefix);
		this.ownWrites = new WriteTable(ownJdbc, dialect, tablePrefix);
		this.deadLetters = new DeadLetterTable(ownJdbc, dialect, tablePrefix);
		this.lease = new LeaseTable(ownJdbc, dialect, tablePrefix);
	}

	private static DataSource target(DataSource dataSource) {
		DataSource target = (dataSource instanceof TransactionAwareDataSourceProxy proxy) ? proxy.getTargetDataSource()
				: dataSource;
		return (target != null) ? target : dataSource;
	}

	private static Dialect dialect(DataSource dataSource) {
		try {
			return Dialect.of(dataSource);
		}
		catch (MetaDataAccessException ex) {
			throw new IllegalStateException("The database of the Lunogram outbox cannot be reached", ex);
		}
	}

	private static boolean isAutoCommit(DataSource dataSource) {
		try (Connection connection = dataSource.getConnection()) {
			return connection.getAutoCommit();
		}
		catch (SQLException ex) {
			throw new CannotGetJdbcConnectionException("The database of the Lunogram outbox cannot be reached", ex);
		}
	}

	/**
	 * Accesses the database on its own. A pool may hand out connections that want a
	 * commit, and roll back what has none.
	 */
	private <T> T alone(Supplier<T> access) {
		if (this.autoCommit) {
			return access.get();
		}
		TransactionStatus status = this.ownTransactions.getTransaction(null);
		T result;
		try {
			result = access.get();
		}
		catch (RuntimeException | Error ex) {
			this.ownTransactions.rollback(status);
			throw ex;
		}
		this.ownTransactions.commit(status);
		return result;
	}

	private void runAlone(Runnable access) {
		alone(() -> {
			access.run();
			return true;
		});
	}

	/**
	 * The tables that are not there, or that this store may not read.
	 * @return their names; empty if all are well
	 */
	public List<String> missingTables() {
		return Stream.of(this.ownWrites.name(), this.deadLetters.name(), this.lease.name())
			.filter((table) -> !exists(table))
			.toList();
	}

	private boolean exists(String table) {
		try {
			return alone(() -> this.ownWrites.probe(table)) == 0;
		}
		catch (BadSqlGrammarException ex) {
			return false;
		}
	}

	@Override
	public boolean isInTransaction() {
		return TransactionSynchronizationManager.isSynchronizationActive()
				&& TransactionSynchronizationManager.isActualTransactionActive()
				&& !TransactionSynchronizationManager.isCurrentTransactionReadOnly()
				&& BoundConnection.isTransactional(this.dataSource);
	}

	@Override
	public void add(List<PendingWrite> writes, Runnable committed) {
		if (isInTransaction()) {
			this.writes.insert(writes);
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void afterCompletion(int status) {
					if (status != STATUS_ROLLED_BACK) {
						committed.run();
					}
				}

			});
		}
		else {
			if (this.autoCommit && WriteTable.isOneStatement(writes)) {
				this.ownWrites.insert(writes);
			}
			else {
				this.transaction.executeWithoutResult((status) -> this.ownWrites.insert(writes));
			}
			committed.run();
		}
	}

	@Override
	public List<StoredSize> sizes(int limit) {
		return alone(() -> this.ownWrites.sizes(limit));
	}

	@Override
	public List<StoredWrite> read(long first, long last) {
		return alone(() -> this.ownWrites.read(first, last));
	}

	@Override
	public void delete(Collection<Long> ids) {
		runAlone(() -> this.ownWrites.delete(ids));
	}

	@Override
	public void setAside(List<FailedWrite> failed) {
		this.transaction.executeWithoutResult((status) -> {
			List<Long> there = this.ownWrites.lock(failed.stream().map(FailedWrite::id).toList());
			failed.stream()
				.filter((write) -> there.contains(write.id()))
				.forEach((write) -> this.deadLetters.insertFrom(this.ownWrites, write));
			this.ownWrites.delete(there);
		});
	}

	@Override
	public @Nullable Long newest() {
		return alone(() -> this.ownWrites.newest());
	}

	@Override
	public @Nullable Oldest oldest() {
		return alone(() -> this.ownWrites.oldest());
	}

	@Override
	public long count() {
		return alone(() -> this.ownWrites.count());
	}

	@Override
	public long countDeadLetters() {
		return alone(() -> this.deadLetters.count());
	}

	@Override
	public List<DeadLetter> deadLetters(long after, int limit) {
		return alone(() -> this.deadLetters.list(after, limit));
	}

	@Override
	public List<DeadLetter> newestDeadLetters(int limit) {
		return alone(() -> this.deadLetters.newest(limit));
	}

	@Override
	public int replay(List<Long> ids) {
		Integer replayed = this.transaction.execute((status) -> {
			List<Long> there = this.deadLetters.lock(ids);
			there.forEach((id) -> this.deadLetters.insertInto(this.ownWrites, id));
			return this.deadLetters.delete(there);
		});
		return (replayed != null) ? replayed : 0;
	}

	@Override
	public int discard(List<Long> ids) {
		return alone(() -> this.deadLetters.delete(ids));
	}

	@Override
	public int discardOlderThan(Duration age) {
		return alone(() -> this.deadLetters.deleteOlderThan(age));
	}

	@Override
	public OutboxLease lease() {
		return leased(this.lease::read);
	}

	@Override
	public OutboxLease acquire(String owner, Duration length) {
		return leased(() -> this.lease.acquire(owner, length));
	}

	@Override
	public OutboxLease renew(String owner, long epoch, Duration length) {
		return leased(() -> this.lease.renew(owner, epoch, length));
	}

	private OutboxLease leased(Supplier<OutboxLease> access) {
		try {
			return alone(access);
		}
		catch (DuplicateKeyException ex) {
			// Another instance has just made the row.
			return alone(access);
		}
	}

	@Override
	public void release(String owner, long epoch) {
		runAlone(() -> this.lease.release(owner, epoch));
	}

	@Override
	public void hold(String owner, long epoch, Duration hold) {
		runAlone(() -> this.lease.hold(owner, epoch, hold));
	}

	@Override
	public void setPaused(boolean paused) {
		lease();
		runAlone(() -> this.lease.setPaused(paused));
	}

}
