package com.lunogram.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL that comes from Maven, with what it has for settings.
 */
final class Database implements AutoCloseable {

	private static final int CONNECTIONS = 8;

	private final EmbeddedPostgres postgres;

	Database() {
		try {
			this.postgres = EmbeddedPostgres.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Batches become one statement, for all who insert in batches. */
	String url() {
		return this.postgres.getJdbcUrl("postgres", "postgres") + "&reWriteBatchedInserts=true";
	}

	HikariDataSource pool() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url());
		pool.setMaximumPoolSize(CONNECTIONS);
		return pool;
	}

	@Override
	public void close() {
		try {
			this.postgres.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
