package com.lunogram.spring.boot.autoconfigure;

import java.util.Set;

import com.lunogram.LunogramConfigurationException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Says which setting of the client is wrong, where it stands, and what to do. Goes before
 * Boot's own analysis of binding, which prints a value that may be the key.
 */
@Order(0)
class LunogramConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<LunogramConfigurationException> {

	private static final String API_KEY = "api-key";

	private static final Set<String> CONNECTION = Set.of(API_KEY, "base-url", "project-id");

	private final BeanFactory beanFactory;

	private final Environment environment;

	LunogramConfigurationFailureAnalyzer(BeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, LunogramConfigurationException cause) {
		String property = "lunogram." + cause.setting();
		String description = Origins.describe("Lunogram cannot be set up: " + property + " " + cause.reason() + ".",
				origin(cause.setting(), property));
		return new FailureAnalysis(description, action(cause), cause);
	}

	private @Nullable String origin(String setting, String property) {
		String bean = CONNECTION.contains(setting) ? connectionDetailsBean() : null;
		if (bean != null) {
			return "Given by: LunogramConnectionDetails bean '" + bean + "', which goes before the property";
		}
		return Origins.of(this.environment, property);
	}

	/** By type only: the beans themselves may be what failed. */
	private @Nullable String connectionDetailsBean() {
		if (this.beanFactory instanceof ListableBeanFactory beans) {
			for (String name : beans.getBeanNamesForType(LunogramConnectionDetails.class, true, false)) {
				if (!beans.isTypeMatch(name, PropertiesLunogramConnectionDetails.class)) {
					return name;
				}
			}
		}
		return null;
	}

	private static String action(LunogramConfigurationException cause) {
		if (!cause.setting().equals(API_KEY)) {
			return cause.remedy();
		}
		return cause.remedy() + " Its property is lunogram.api-key, its environment variable LUNOGRAM_API_KEY."
				+ " To run without Lunogram, set lunogram.enabled=false.";
	}

}
