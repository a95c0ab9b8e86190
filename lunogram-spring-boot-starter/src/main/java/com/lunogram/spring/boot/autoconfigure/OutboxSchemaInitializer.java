package com.lunogram.spring.boot.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import javax.sql.DataSource;

import com.lunogram.delivery.jdbc.JdbcOutboxStore;

import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.jdbc.init.PropertiesBasedDataSourceScriptDatabaseInitializer;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * Makes the tables of the outbox, with the names that are configured.
 */
final class OutboxSchemaInitializer
		extends PropertiesBasedDataSourceScriptDatabaseInitializer<LunogramOutboxProperties> {

	private final String tablePrefix;

	OutboxSchemaInitializer(DataSource dataSource, LunogramOutboxProperties properties) {
		super(dataSource, properties, Map.of(DatabaseDriver.MYSQL, "mariadb"));
		this.tablePrefix = properties.getTablePrefix();
	}

	@Override
	protected void runScripts(Scripts scripts) {
		ResourceDatabasePopulator populator = new ResourceDatabasePopulator();
		populator.setContinueOnError(scripts.isContinueOnError());
		populator.setSeparator(scripts.getSeparator());
		scripts.forEach((script) -> populator.addScript(renamed(script)));
		DatabasePopulatorUtils.execute(populator, getDataSource());
	}

	private Resource renamed(Resource script) {
		try {
			String sql = script.getContentAsString(StandardCharsets.UTF_8);
			return new ByteArrayResource(sql.replace(JdbcOutboxStore.DEFAULT_TABLE_PREFIX, this.tablePrefix)
				.getBytes(StandardCharsets.UTF_8), script.getDescription());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
