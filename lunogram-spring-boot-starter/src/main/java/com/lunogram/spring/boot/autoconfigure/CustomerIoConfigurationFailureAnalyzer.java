package com.lunogram.spring.boot.autoconfigure;

import com.lunogram.customerio.CustomerIoConfigurationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Says which setting of Customer.io is wrong, where it stands, and what to do. Goes
 * before Boot's own analysis of binding, which prints a value that may be a key.
 */
@Order(0)
class CustomerIoConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<CustomerIoConfigurationException> {

	private final Environment environment;

	CustomerIoConfigurationFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, CustomerIoConfigurationException cause) {
		String property = "lunogram.customerio." + cause.setting();
		StringBuilder description = new StringBuilder("Customer.io cannot be set up: ").append(property)
			.append(' ')
			.append(cause.reason())
			.append('.');
		String origin = Origins.of(this.environment, property);
		if (origin != null) {
			description.append(String.format("%n%n    %s", origin));
		}
		// The client's own words are for who builds it by hand.
		String remedy = cause.remedy().replace("allowInsecureUrl(true)", "lunogram.customerio.allow-insecure-url=true");
		return new FailureAnalysis(description.toString(), remedy, cause);
	}

}
