package com.lunogram.delivery;

import java.io.IOException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A pool whose connections want a commit, as some set it up for Hibernate's sake, and
 * tables in a schema that only the search path tells of.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "The embedded server is for this system")
@SuppressWarnings("NullAway.Init") // JUnit calls the setup first
class ManualCommitOutboxTests extends OutboxTests {

	private static EmbeddedPostgres server;

	private static HikariDataSource setup;

	private static HikariDataSource pool;

	@BeforeAll
	static void start() throws IOException {
		server = EmbeddedPostgres.start();
		setup = pool(true);
		pool = pool(false);
	}

	private static HikariDataSource pool(boolean autoCommit) {
		HikariDataSource pool = new HikariDataSource();
		pool.setDataSource(server.getPostgresDatabase());
		pool.setAutoCommit(autoCommit);
		pool.setConnectionInitSql(
				"CREATE SCHEMA IF NOT EXISTS crm; SET search_path = crm;" + (autoCommit ? "" : " COMMIT"));
		return pool;
	}

	@AfterAll
	static void stop() throws IOException {
		pool.close();
		setup.close();
		server.close();
	}

	@Override
	DataSource setupDataSource() {
		return setup;
	}

	@Override
	DataSource dataSource() {
		return pool;
	}

	@Override
	String script() {
		return "schema-postgresql.sql";
	}

}
