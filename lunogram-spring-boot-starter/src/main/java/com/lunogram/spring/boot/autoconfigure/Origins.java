package com.lunogram.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

/**
 * Finds where properties stand, and says so.
 */
final class Origins {

	private Origins() {
	}

	/** Where a property stands; {@code null} if it stands nowhere. */
	static @Nullable String of(Environment environment, String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found != null) {
				return (found.getOrigin() != null) ? "Origin: " + found.getOrigin() : null;
			}
		}
		return null;
	}

	/** What is wrong, and below it where that stands, if anybody knows. */
	static String describe(String problem, @Nullable String origin) {
		return (origin != null) ? String.format("%s%n%n    %s", problem, origin) : problem;
	}

}
