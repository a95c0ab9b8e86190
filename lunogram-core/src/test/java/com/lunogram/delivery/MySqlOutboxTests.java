package com.lunogram.delivery;

import java.util.TimeZone;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Needs a database of MySQL of its own, whose URL is given by a system property, as there
 * is no server that Maven could bring.
 */
@EnabledIfSystemProperty(named = MySqlOutboxTests.URL, matches = "jdbc:mysql:.+",
		disabledReason = "It needs the URL of a server")
@SuppressWarnings("NullAway.Init") // JUnit calls the setup first
class MySqlOutboxTests extends OutboxTests {

	static final String URL = "lunogram.test.mysql-url";

	private static final TimeZone ZONE = TimeZone.getDefault();

	private static HikariDataSource pool;

	@BeforeAll
	static void connect() {
		// Neither that of the server nor that of the machine.
		TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
		pool = new HikariDataSource();
		pool.setJdbcUrl(System.getProperty(URL));
	}

	@AfterAll
	static void disconnect() {
		TimeZone.setDefault(ZONE);
		pool.close();
	}

	@Override
	DataSource dataSource() {
		return pool;
	}

	@Override
	String script() {
		return "schema-mariadb.sql";
	}

}
