package com.lunogram.delivery.jdbc;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/**
 * What databases do each in their own way.
 */
enum Dialect {

	H2("CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)",
			"DATEDIFF('MILLISECOND', %s, CURRENT_TIMESTAMP)"),

	POSTGRESQL("CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)",
			// EXTRACT would give a decimal number, which is several times slower.
			"CAST(DATE_PART('epoch', CURRENT_TIMESTAMP - %s) * 1000 AS BIGINT)"),

	/** MySQL as well. No time zone of a session has a say in it. */
	MARIADB("TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000",
			"TIMESTAMPDIFF(MICROSECOND, %s, CURRENT_TIMESTAMP(6)) DIV 1000");

	private final String now;

	private final String age;

	Dialect(String now, String age) {
		this.now = now;
		this.age = age;
	}

	/** The present time of the database in milliseconds since 1970. */
	String now() {
		return this.now;
	}

	/** What limits a query to so many rows. */
	String limit(String rows) {
		// H2 has no LIMIT where it stands in for some other databases.
		return (this == H2) ? " FETCH FIRST " + rows + " ROWS ONLY" : " LIMIT " + rows;
	}

	/** Deletes the rows of a table that have the numbers of {@link #numbers}. */
	String delete(String table, int count) {
		return switch (this) {
			// One statement for any number, which need not be planned each time.
			case POSTGRESQL -> "DELETE FROM " + table + " WHERE id = ANY (?)";
			// It locks each row that it looks at, and with a list in the condition
			// prefers
			// to look at all of a small table: that is to wait for every transaction that
			// has stored something.
			case MARIADB -> "DELETE numbered FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) wanted"
					+ " STRAIGHT_JOIN " + table + " numbered FORCE INDEX (PRIMARY) ON numbered.id = wanted.id";
			case H2 ->
				"DELETE FROM " + table + " WHERE id IN (" + String.join(", ", Collections.nCopies(count, "?")) + ")";
		};
	}

	/** The parameters for {@link #delete}. */
	Object[] numbers(List<Long> ids) {
		return switch (this) {
			case POSTGRESQL -> new Object[] { ids.toArray(Long[]::new) };
			case MARIADB -> new Object[] { ids.toString() };
			case H2 -> ids.toArray();
		};
	}

	/** How many milliseconds ago the time in a column was. */
	String age(String column) {
		return this.age.formatted(column);
	}

	/**
	 * Finds the dialect of a database.
	 * @throws IllegalArgumentException if there is none for it
	 */
	static Dialect of(DataSource dataSource) throws MetaDataAccessException {
		@Nullable String product = JdbcUtils.extractDatabaseMetaData(dataSource, (metaData) -> metaData.getDatabaseProductName());
		return switch (String.valueOf(product).toLowerCase(Locale.ROOT)) {
			case "h2" -> H2;
			case "postgresql" -> POSTGRESQL;
			case "mariadb", "mysql" -> MARIADB;
			default -> throw new IllegalArgumentException("The Lunogram outbox does not work with " + product
					+ "; it works with H2, PostgreSQL, MariaDB and MySQL");
		};
	}

}
