package com.lunogram.delivery.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import com.lunogram.delivery.DeadLetter;
import com.lunogram.delivery.OutboxStore.FailedWrite;
import com.lunogram.delivery.UndeliveredWrite;
import com.lunogram.model.Operation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcOperations;
import tools.jackson.core.JacksonException;

/**
 * The table of what was set aside.
 */
final class DeadLetterTable {

	/** Longer messages are of no use, and a database may not take them. */
	private static final int MAX_MESSAGE = 10_000;

	private static final Logger logger = LoggerFactory.getLogger(DeadLetterTable.class);

	private static final String WRITE = "operation, subjects, body, body_size, repeatable";

	private final JdbcOperations jdbc;

	private final SubjectsColumn subjects = new SubjectsColumn();

	private final Dialect dialect;

	private final NumberedRows rows;

	private final String name;

	private final String select;

	DeadLetterTable(JdbcOperations jdbc, Dialect dialect, String prefix) {
		this.jdbc = jdbc;
		this.dialect = dialect;
		this.name = prefix + "dead_letter";
		this.rows = new NumberedRows(jdbc, dialect, this.name);
		this.select = "SELECT id, operation, subjects, body, reason, message, " + dialect.age("failed_at")
				+ " AS age FROM " + this.name;
	}

	String name() {
		return this.name;
	}

	/** Makes a dead letter of a write. */
	void insertFrom(WriteTable writes, FailedWrite failed) {
		UndeliveredWrite write = failed.write();
		this.jdbc.update(
				"INSERT INTO " + this.name + " (" + WRITE + ", created_at, reason, message) SELECT " + WRITE
						+ ", created_at, ?, ? FROM " + writes.name() + " WHERE id = ?",
				write.reason().name(), storable(write.message()), failed.id());
	}

	/**
	 * What a server says may be anything, and must not keep a write from being set aside.
	 */
	private static String storable(String message) {
		// Where H2 stands in for Oracle, no text at all is no value at all.
		String text = message.isEmpty() ? "-" : message.replace('\0', ' ');
		return (text.length() > MAX_MESSAGE) ? text.substring(0, MAX_MESSAGE) : text;
	}

	/** Makes a write of a dead letter. */
	void insertInto(WriteTable writes, long id) {
		this.jdbc.update("INSERT INTO " + writes.name() + " (" + WRITE + ") SELECT " + WRITE + " FROM " + this.name
				+ " WHERE id = ?", id);
	}

	/** Those of the given ones that are there, for this transaction alone. */
	List<Long> lock(List<Long> ids) {
		return this.rows.lock(ids);
	}

	int delete(Collection<Long> ids) {
		return this.rows.delete(ids);
	}

	List<DeadLetter> list(long after, int limit) {
		List<Long> ids = this.jdbc.queryForList(
				"SELECT id FROM " + this.name + " WHERE id > ? ORDER BY id" + this.dialect.limit("?"), Long.class,
				after, limit);
		if (ids.isEmpty()) {
			return List.of();
		}
		long last = ids.get(ids.size() - 1);
		List<DeadLetter> letters = between(ids.get(0), last);
		// If none of them can be read, there may be others behind them.
		return letters.isEmpty() ? list(last, limit) : letters;
	}

	List<DeadLetter> newest(int limit) {
		return before(Long.MAX_VALUE, limit);
	}

	private List<DeadLetter> before(long end, int limit) {
		List<Long> ids = this.jdbc.queryForList(
				"SELECT id FROM " + this.name + " WHERE id < ? ORDER BY id DESC" + this.dialect.limit("?"), Long.class,
				end, limit);
		if (ids.isEmpty()) {
			return List.of();
		}
		long first = ids.get(ids.size() - 1);
		List<DeadLetter> letters = between(first, ids.get(0));
		return letters.isEmpty() ? before(first, limit) : letters;
	}

	private List<DeadLetter> between(long first, long last) {
		return query(this.select + " WHERE id BETWEEN ? AND ? ORDER BY id", first, last);
	}

	private List<DeadLetter> query(String sql, Object... values) {
		List<DeadLetter> letters = new ArrayList<>();
		this.jdbc.query(sql, (row) -> {
			UndeliveredWrite write = write(row.getString(2), row.getString(3), row.getString(4), row.getString(5),
					row.getString(6));
			if (write != null) {
				letters.add(new DeadLetter(row.getLong(1), Instant.now().minusMillis(row.getLong(7)), write));
			}
		}, values);
		return letters;
	}

	private @Nullable UndeliveredWrite write(String operation, String subjects, String body, String reason,
			String message) {
		try {
			return new UndeliveredWrite(Operation.valueOf(operation), this.subjects.read(subjects), body,
					UndeliveredWrite.Reason.valueOf(reason), message);
		}
		catch (IllegalArgumentException | JacksonException ex) {
			logger.debug("A dead letter in {} is none that this version knows", this.name, ex);
			return null;
		}
	}

	int deleteOlderThan(Duration age) {
		return this.jdbc.update("DELETE FROM " + this.name + " WHERE " + this.dialect.age("failed_at") + " > ?",
				age.toMillis());
	}

	long count() {
		Long count = this.jdbc.queryForObject("SELECT COUNT(*) FROM " + this.name, Long.class);
		return (count != null) ? count : 0;
	}

}
