package com.lunogram.spring.boot.autoconfigure;

import com.lunogram.customerio.CustomerIoClientBuilder;

/**
 * Changes each client of Customer.io that is about to be built, after all properties and
 * everything that applies to every {@code RestClient} of the application.
 */
@FunctionalInterface
public interface CustomerIoClientBuilderCustomizer {

	/**
	 * Changes the builder.
	 * @param builder the builder of the Track client or of the App client
	 */
	void customize(CustomerIoClientBuilder<?> builder);

}
