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

	/**
	 * A condition, to stand behind a column's name: it is one of so many {@link #values}.
	 */
	String oneOf(int count) {
		// One statement for any number, which PostgreSQL need not plan each time.
		return (this == POSTGRESQL) ? "= ANY (?)" : "IN (" + String.join(", ", Collections.nCopies(count, "?")) + ")";
	}

	/** The parameters for {@link #oneOf}. */
	Object[] values(List<Long> ids) {
		return (this == POSTGRESQL) ? new Object[] { ids.toArray(Long[]::new) } : ids.toArray();
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
