package com.lunogram.delivery.jdbc;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * H2 keeps what is committed in memory for half a second unless told otherwise, so that a
 * process that is killed takes it along.
 */
final class WriteDelay {

	private static final Logger logger = LoggerFactory.getLogger(JdbcOutboxStore.class);

	private WriteDelay() {
	}

	/** Warns if a database of H2 may lose what is committed. */
	static void check(JdbcOperations jdbc) {
		if (mayLoseCommits(jdbc)) {
			logger.warn("H2 writes what is committed with a delay: if this process is killed, the latest writes of the"
					+ " Lunogram outbox are lost together with what else was committed. To be safe from that, add"
					+ " ;WRITE_DELAY=0 to the URL of the database");
		}
	}

	static boolean mayLoseCommits(JdbcOperations jdbc) {
		try {
			if (jdbc.queryForList("SELECT DATABASE_PATH() AS path WHERE DATABASE_PATH() IS NOT NULL").isEmpty()) {
				return false;
			}
			List<String> delay = jdbc.queryForList("SELECT setting_value FROM information_schema.settings"
					+ " WHERE setting_name = 'WRITE_DELAY' AND setting_value <> '0'", String.class);
			return !delay.isEmpty();
		}
		catch (DataAccessException ex) {
			// Not everybody may ask.
			logger.debug("The delay of H2 is not known", ex);
			return false;
		}
	}

}
