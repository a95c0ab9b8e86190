package com.lunogram.spring.boot.autoconfigure;

import java.time.Duration;

import com.lunogram.LunogramConfigurationException;
import com.lunogram.delivery.jdbc.JdbcOutboxStore;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.init.DatabaseInitializationProperties;

/**
 * What can be configured about the outbox.
 */
@ConfigurationProperties("lunogram.outbox")
class LunogramOutboxProperties extends DatabaseInitializationProperties {

	private static final String DEFAULT_SCHEMA_LOCATION = "classpath:com/lunogram/delivery/jdbc/"
			+ "schema-@@platform@@.sql";

	private static final Duration LEAST_LEASE = Duration.ofSeconds(1);

	/**
	 * Name of the DataSource bean to use. Needed if there are several and none is
	 * primary.
	 */
	private @Nullable String dataSource;

	/**
	 * Beginning of the names of the tables, with a schema if need be, such as
	 * 'crm.lunogram_'.
	 */
	private String tablePrefix = JdbcOutboxStore.DEFAULT_TABLE_PREFIX;

	/**
	 * Maximum time until the instance that delivers sees what another one has published.
	 * What it publishes itself it sees at once.
	 */
	private Duration pollInterval = Duration.ofSeconds(1);

	/**
	 * Maximum time until another instance takes over when the one that delivers has died.
	 * At least a second.
	 */
	private Duration lease = Duration.ofSeconds(4);

	/**
	 * Time for which dead letters are kept.
	 */
	private Duration deadLetterRetention = Duration.ofDays(30);

	public @Nullable String getDataSource() {
		return this.dataSource;
	}

	public void setDataSource(@Nullable String dataSource) {
		this.dataSource = dataSource;
	}

	public String getTablePrefix() {
		return this.tablePrefix;
	}

	public void setTablePrefix(String tablePrefix) {
		check(tablePrefix.matches("[A-Za-z0-9_.]+"), "outbox.table-prefix", "cannot begin the name of a table",
				"Use letters, digits, underscores and dots only, such as crm.lunogram_.");
		this.tablePrefix = tablePrefix;
	}

	public Duration getPollInterval() {
		return this.pollInterval;
	}

	public void setPollInterval(Duration pollInterval) {
		positive("outbox.poll-interval", pollInterval);
		this.pollInterval = pollInterval;
	}

	public Duration getLease() {
		return this.lease;
	}

	public void setLease(Duration lease) {
		check(lease.compareTo(LEAST_LEASE) >= 0, "outbox.lease", "is less than a second", "Give a time such as 4s.");
		this.lease = lease;
	}

	public Duration getDeadLetterRetention() {
		return this.deadLetterRetention;
	}

	public void setDeadLetterRetention(Duration deadLetterRetention) {
		positive("outbox.dead-letter-retention", deadLetterRetention);
		this.deadLetterRetention = deadLetterRetention;
	}

	@Override
	public String getDefaultSchemaLocation() {
		return DEFAULT_SCHEMA_LOCATION;
	}

	private static void positive(String setting, Duration duration) {
		check(!duration.isZero() && !duration.isNegative(), setting, "is not positive", "Give a time such as 1s.");
	}

	private static void check(boolean right, String setting, String reason, String remedy) {
		if (!right) {
			throw new LunogramConfigurationException(setting, reason, remedy);
		}
	}

}
