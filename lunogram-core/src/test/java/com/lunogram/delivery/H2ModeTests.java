package com.lunogram.delivery;

import java.time.Duration;
import java.util.List;

import com.lunogram.delivery.UndeliveredWrite.Reason;
import com.lunogram.delivery.jdbc.JdbcOutboxStore;
import com.lunogram.model.Operation;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * H2 where it stands in for another database in an application's tests.
 */
class H2ModeTests {

	@ParameterizedTest
	@ValueSource(strings = { "REGULAR", "STRICT", "LEGACY", "DB2", "Derby", "HSQLDB", "MariaDB", "MySQL", "MSSQLServer",
			"Oracle", "PostgreSQL", "REGULAR;DATABASE_TO_UPPER=FALSE", "PostgreSQL;DATABASE_TO_LOWER=TRUE",
			"MySQL;CASE_INSENSITIVE_IDENTIFIERS=TRUE" })
	void everyStatementIsUnderstood(String mode) {
		JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:modes;MODE=" + mode, "sa", "");
		try {
			new ResourceDatabasePopulator(new ClassPathResource("schema-h2.sql", JdbcOutboxStore.class)).execute(pool);
			use(new JdbcOutboxStore(pool));
			assertThat(new JdbcTemplate(pool).queryForList("SELECT id FROM lunogram_outbox")).isEmpty();
		}
		finally {
			pool.dispose();
		}
	}

	private static void use(JdbcOutboxStore store) {
		assertThat(store.missingTables()).isEmpty();
		PendingWrite write = new PendingWrite(Operation.POST_USER_EVENTS, List.of(), "{\"a\":true}", false);
		store.add(List.of(write, write, write), () -> {
		});
		assertThat(store.sizes(2)).hasSize(2).allMatch((stored) -> stored.size() == 10);
		long first = store.sizes(1).get(0).id();
		assertThat(store.read(first, first + 2)).extracting(StoredWrite::write).containsExactly(write, write, write);
		assertThat(store.oldest()).isNotNull();
		assertThat(store.newest()).isEqualTo(first + 2);
		assertThat(store.count()).isEqualTo(3);
		store.setAside(List.of(new OutboxStore.FailedWrite(first,
				new UndeliveredWrite(Operation.POST_USER_EVENTS, List.of(), "{}", Reason.REFUSED, ""))));
		assertThat(store.countDeadLetters()).isEqualTo(1);
		long letter = store.newestDeadLetters(5).get(0).id();
		assertThat(store.deadLetters(0, 5)).hasSize(1);
		assertThat(store.discardOlderThan(Duration.ofHours(1))).isZero();
		assertThat(store.replay(List.of(letter))).isEqualTo(1);
		assertThat(store.discard(List.of(letter))).isZero();
		assertThat(store.lease().isFree()).isTrue();
		OutboxLease lease = store.acquire("me", Duration.ofSeconds(10));
		assertThat(lease.owner()).isEqualTo("me");
		assertThat(lease.left()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
		store.hold("me", lease.epoch(), Duration.ofSeconds(30));
		store.setPaused(true);
		OutboxLease renewed = store.renew("me", lease.epoch(), Duration.ofSeconds(20));
		assertThat(renewed.paused()).isTrue();
		assertThat(renewed.hold()).isBetween(Duration.ofSeconds(11), Duration.ofSeconds(30));
		store.release("me", lease.epoch());
		assertThat(store.lease().owner()).isNull();
		store.delete(List.of(first + 1, first + 2, first + 3));
	}

}
