package com.lunogram.delivery.jdbc;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

import com.lunogram.delivery.OutboxStore.Oldest;
import com.lunogram.delivery.OutboxStore.StoredSize;
import com.lunogram.delivery.PendingWrite;
import com.lunogram.delivery.StoredWrite;
import com.lunogram.model.Operation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.support.DataAccessUtils;
import org.springframework.jdbc.core.JdbcOperations;
import tools.jackson.core.JacksonException;

/**
 * The table of what waits.
 */
final class WriteTable {

	/** So many rows does one statement insert. */
	static final int MAX_ROWS = 100;

	/** Nor so many characters: what a server takes at once is limited. */
	static final int MAX_CHARACTERS = 1024 * 1024;

	private static final Logger logger = LoggerFactory.getLogger(WriteTable.class);

	private static final String ROW = "(?, ?, ?, ?, ?)";

	private static final int COLUMNS = 5;

	private final JdbcOperations jdbc;

	private final SubjectsColumn subjects = new SubjectsColumn();

	private final NumberedRows rows;

	private final String name;

	private final String insert;

	private final String insertOne;

	private final String sizes;

	private final String read;

	private final String oldest;

	private final String newest;

	WriteTable(JdbcOperations jdbc, Dialect dialect, String prefix) {
		this.jdbc = jdbc;
		this.name = prefix + "outbox";
		this.rows = new NumberedRows(jdbc, dialect, this.name);
		this.insert = "INSERT INTO " + this.name + " (operation, subjects, body, body_size, repeatable) VALUES ";
		this.insertOne = this.insert + ROW;
		this.sizes = "SELECT id, body_size FROM " + this.name + " ORDER BY id" + dialect.limit("?");
		this.read = "SELECT id, operation, subjects, body, repeatable, " + dialect.age("created_at") + " AS age FROM "
				+ this.name + " WHERE id BETWEEN ? AND ?";
		this.oldest = "SELECT id, " + dialect.age("created_at") + " AS age FROM " + this.name + " ORDER BY id"
				+ dialect.limit("1");
		this.newest = "SELECT id FROM " + this.name + " ORDER BY id DESC" + dialect.limit("1");
	}

	String name() {
		return this.name;
	}

	/** Fails if there is no such table. */
	int probe(String table) {
		return this.jdbc.queryForList("SELECT 1 FROM " + table + " WHERE 1 = 0").size();
	}

	/** Whether one statement inserts them all. */
	static boolean isOneStatement(List<PendingWrite> writes) {
		return end(writes, 0) == writes.size();
	}

	void insert(List<PendingWrite> writes) {
		int from = 0;
		while (from < writes.size()) {
			int end = end(writes, from);
			insertRows(writes.subList(from, end));
			from = end;
		}
	}

	/** Where the statement ends that begins with the given one. */
	private static int end(List<PendingWrite> writes, int from) {
		long characters = 0;
		int end = from;
		while (end < writes.size() && end - from < MAX_ROWS && (end == from || characters < MAX_CHARACTERS)) {
			characters += writes.get(end).json().length();
			end++;
		}
		return end;
	}

	private void insertRows(List<PendingWrite> writes) {
		Object[] values = new Object[writes.size() * COLUMNS];
		int i = 0;
		for (PendingWrite write : writes) {
			values[i++] = write.operation().name();
			values[i++] = this.subjects.write(write.subjects());
			values[i++] = write.json();
			values[i++] = write.json().getBytes(StandardCharsets.UTF_8).length;
			values[i++] = write.repeatable();
		}
		this.jdbc.update((writes.size() == 1) ? this.insertOne
				: this.insert + String.join(", ", Collections.nCopies(writes.size(), ROW)), values);
	}

	List<StoredSize> sizes(int limit) {
		return this.jdbc.query(this.sizes, (row, number) -> new StoredSize(row.getLong(1), row.getInt(2)), limit);
	}

	/** Sorts here: what a database expects of a range may make it sort on its disk. */
	List<StoredWrite> read(long first, long last) {
		List<StoredWrite> stored = new ArrayList<>();
		this.jdbc.query(this.read, (row) -> {
			PendingWrite write = write(row.getString(2), row.getString(3), row.getString(4), row.getBoolean(5));
			if (write != null) {
				stored.add(new StoredWrite(row.getLong(1), age(row.getLong(6)), write));
			}
		}, first, last);
		stored.sort(Comparator.comparingLong(StoredWrite::id));
		return stored;
	}

	private @Nullable PendingWrite write(String operation, String subjects, String body, boolean repeatable) {
		try {
			return new PendingWrite(Operation.valueOf(operation), this.subjects.read(subjects), body, repeatable);
		}
		catch (IllegalArgumentException | JacksonException ex) {
			logger.debug("A write in {} is none that this version knows", this.name, ex);
			return null;
		}
	}

	/** The clock of the database may have been set back. */
	private static Duration age(long millis) {
		return Duration.ofMillis(Math.max(0, millis));
	}

	/** Those of the given ones that are there, for this transaction alone. */
	List<Long> lock(List<Long> ids) {
		return this.rows.lock(ids);
	}

	int delete(Collection<Long> ids) {
		return this.rows.delete(ids);
	}

	@Nullable Long newest() {
		return DataAccessUtils.singleResult(this.jdbc.queryForList(this.newest, Long.class));
	}

	@Nullable Oldest oldest() {
		return DataAccessUtils.singleResult(
				this.jdbc.query(this.oldest, (row, number) -> new Oldest(row.getLong(1), age(row.getLong(2)))));
	}

	long count() {
		Long count = this.jdbc.queryForObject("SELECT COUNT(*) FROM " + this.name, Long.class);
		return (count != null) ? count : 0;
	}

}
