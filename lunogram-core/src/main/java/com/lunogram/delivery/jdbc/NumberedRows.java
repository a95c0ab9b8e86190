package com.lunogram.delivery.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.springframework.jdbc.core.JdbcOperations;

/**
 * The rows of a table, by their numbers.
 */
final class NumberedRows {

	/** Below what any of the databases takes as parameters of a statement. */
	private static final int MAX_IDS = 10_000;

	private final JdbcOperations jdbc;

	private final Dialect dialect;

	private final String table;

	NumberedRows(JdbcOperations jdbc, Dialect dialect, String table) {
		this.jdbc = jdbc;
		this.dialect = dialect;
		this.table = table;
	}

	/**
	 * Those of the given ones that are there, for this transaction alone. One by one, as
	 * a database that looks for several may lock others on its way; the lowest first, so
	 * that nobody locks in another order.
	 */
	List<Long> lock(List<Long> ids) {
		String select = "SELECT id FROM " + this.table + " WHERE id = ? FOR UPDATE";
		return ids.stream().sorted().flatMap((id) -> this.jdbc.queryForList(select, Long.class, id).stream()).toList();
	}

	/** Deletes the given ones that are there, and returns how many that were. */
	int delete(Collection<Long> ids) {
		int deleted = 0;
		List<Long> all = new ArrayList<>(ids);
		for (int from = 0; from < all.size(); from += MAX_IDS) {
			List<Long> some = all.subList(from, Math.min(all.size(), from + MAX_IDS));
			deleted += this.jdbc.update(this.dialect.delete(this.table, some.size()), this.dialect.numbers(some));
		}
		return deleted;
	}

}
