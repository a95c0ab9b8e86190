package com.lunogram.delivery.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import com.lunogram.delivery.DeadLetter;
import com.lunogram.delivery.OutboxStore.FailedWrite;
import com.lunogram.delivery.UndeliveredWrite;
import com.lunogram.model.Operation;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * The table of what was set aside.
 */
final class DeadLetterTable {

	private static final String WRITE = "operation, subjects, body, body_size, repeatable";

	private final JdbcOperations jdbc;

	private final SubjectsColumn subjects = new SubjectsColumn();

	private final Dialect dialect;

	private final String name;

	private final String select;

	DeadLetterTable(JdbcOperations jdbc, Dialect dialect, String prefix) {
		this.jdbc = jdbc;
		this.dialect = dialect;
		this.name = prefix + "dead_letter";
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
				write.reason().name(), write.message(), failed.id());
	}

	/** Makes a write of a dead letter. */
	void insertInto(WriteTable writes, long id) {
		this.jdbc.update("INSERT INTO " + writes.name() + " (" + WRITE + ") SELECT " + WRITE + " FROM " + this.name
				+ " WHERE id = ?", id);
	}

	/** Those of the given ones that are there, for this transaction alone. */
	List<Long> lock(List<Long> ids) {
		return WriteTable.lock(this.jdbc, this.name, ids);
	}

	List<DeadLetter> list(long after, int limit) {
		return this.jdbc.query(this.select + " WHERE id > ? ORDER BY id LIMIT ?", (row, number) -> letter(row), after,
				limit);
	}

	List<DeadLetter> newest(int limit) {
		List<DeadLetter> newest = new ArrayList<>(
				this.jdbc.query(this.select + " ORDER BY id DESC LIMIT ?", (row, number) -> letter(row), limit));
		Collections.reverse(newest);
		return newest;
	}

	private DeadLetter letter(ResultSet row) throws SQLException {
		UndeliveredWrite write = new UndeliveredWrite(Operation.valueOf(row.getString(2)),
				this.subjects.read(row.getString(3)), row.getString(4),
				UndeliveredWrite.Reason.valueOf(row.getString(5)), row.getString(6));
		return new DeadLetter(row.getLong(1), Instant.now().minusMillis(row.getLong(7)), write);
	}

	int delete(List<Long> ids) {
		return WriteTable.deleteFrom(this.jdbc, this.name, ids);
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
