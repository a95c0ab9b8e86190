package com.lunogram.spring.boot.autoconfigure;

import java.util.List;
import java.util.Locale;

import javax.sql.DataSource;

import com.lunogram.LunogramConfigurationException;
import com.lunogram.delivery.OutboxStore;
import com.lunogram.delivery.jdbc.JdbcOutboxStore;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.init.PropertiesBasedDataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the outbox in the application's
 * own database.
 */
@AutoConfiguration(before = LunogramAutoConfiguration.class,
		afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass({ DataSource.class, JdbcTemplate.class, PropertiesBasedDataSourceScriptDatabaseInitializer.class })
@ConditionalOnBooleanProperty(name = "lunogram.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "lunogram.delivery.mode", havingValue = "outbox")
@ConditionalOnMissingBean(OutboxStore.class)
@EnableConfigurationProperties(LunogramOutboxProperties.class)
public final class LunogramOutboxAutoConfiguration {

	@Bean
	OutboxSchemaInitializer lunogramOutboxSchemaInitializer(ListableBeanFactory beanFactory,
			LunogramOutboxProperties properties) {
		DataSource dataSource = new OutboxDataSource(beanFactory, properties.getDataSource()).find();
		return new OutboxSchemaInitializer(dataSource, properties);
	}

	@Bean
	@DependsOnDatabaseInitialization
	JdbcOutboxStore lunogramOutboxStore(ListableBeanFactory beanFactory, LunogramOutboxProperties properties) {
		DataSource dataSource = new OutboxDataSource(beanFactory, properties.getDataSource()).find();
		JdbcOutboxStore store = new JdbcOutboxStore(dataSource, properties.getTablePrefix());
		List<String> missing = store.missingTables();
		if (!missing.isEmpty()) {
			throw new LunogramConfigurationException("outbox.initialize-schema",
					"is '" + properties.getInitializeSchema().name().toLowerCase(Locale.ROOT)
							+ "', and these tables are not there, or may not be read: " + String.join(", ", missing),
					"Set it to 'always', or make the tables with the script for your database, which is in the package"
							+ " com.lunogram.delivery.jdbc of lunogram-core, such as schema-postgresql.sql.");
		}
		return store;
	}

	@Bean
	OutboxCustomizer lunogramOutboxCustomizer(LunogramOutboxProperties properties) {
		return (builder) -> builder.pollInterval(properties.getPollInterval())
			.lease(properties.getLease())
			.retention(properties.getDeadLetterRetention());
	}

}
