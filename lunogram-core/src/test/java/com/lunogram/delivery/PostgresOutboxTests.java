package com.lunogram.delivery;

import java.io.IOException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@SuppressWarnings("NullAway.Init") // JUnit calls the setup first
class PostgresOutboxTests extends OutboxTests {

	private static EmbeddedPostgres server;

	private static HikariDataSource pool;

	@BeforeAll
	static void start() throws IOException {
		server = EmbeddedPostgres.start();
		pool = new HikariDataSource();
		pool.setDataSource(server.getPostgresDatabase());
	}

	@AfterAll
	static void stop() throws IOException {
		pool.close();
		server.close();
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
