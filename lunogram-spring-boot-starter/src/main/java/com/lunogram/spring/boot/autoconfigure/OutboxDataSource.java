package com.lunogram.spring.boot.autoconfigure;

import java.util.Arrays;

import javax.sql.DataSource;

import com.lunogram.LunogramConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Finds the database for the outbox.
 */
final class OutboxDataSource {

	private static final String SETTING = "outbox.data-source";

	private final ListableBeanFactory beanFactory;

	private final @Nullable String name;

	OutboxDataSource(ListableBeanFactory beanFactory, @Nullable String name) {
		this.beanFactory = beanFactory;
		this.name = name;
	}

	DataSource find() {
		String[] names = this.beanFactory.getBeanNamesForType(DataSource.class);
		if (this.name != null) {
			if (!Arrays.asList(names).contains(this.name)) {
				throw new LunogramConfigurationException(SETTING,
						"is '" + this.name + "', but no DataSource bean is called that", among(names));
			}
			return this.beanFactory.getBean(this.name, DataSource.class);
		}
		if (names.length == 0) {
			throw new LunogramConfigurationException("delivery.mode", "is 'outbox', but there is no DataSource",
					"Configure a database, as with spring.datasource.url, or choose another mode.");
		}
		DataSource dataSource = this.beanFactory.getBeanProvider(DataSource.class).getIfUnique();
		if (dataSource == null) {
			throw new LunogramConfigurationException(SETTING,
					"is not set, and there are several DataSource beans, none of them primary", among(names));
		}
		return dataSource;
	}

	private static String among(String[] names) {
		Arrays.sort(names);
		return (names.length > 0) ? "Give one of these: " + String.join(", ", names) + "."
				: "Define a DataSource bean.";
	}

}
