package com.lunogram.delivery;

import java.nio.file.Path;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit calls the setup first
class H2OutboxTests extends OutboxTests {

	@TempDir
	private Path folder;

	private JdbcConnectionPool pool;

	@Override
	DataSource dataSource() {
		this.pool = JdbcConnectionPool.create("jdbc:h2:file:" + this.folder.resolve("outbox"), "sa", "");
		return this.pool;
	}

	@Override
	String script() {
		return "schema-h2.sql";
	}

	@AfterEach
	void closePool() {
		this.pool.dispose();
	}

}
