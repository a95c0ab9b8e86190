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
		String description = Origins.describe("Customer.io cannot be set up: " + property + " " + cause.reason() + ".",
				Origins.of(this.environment, property));
		// The client's own words are for who builds it by hand.
		String remedy = cause.remedy().replace("allowInsecureUrl(true)", "lunogram.customerio.allow-insecure-url=true");
		return new FailureAnalysis(description, remedy, cause);
	}

}
