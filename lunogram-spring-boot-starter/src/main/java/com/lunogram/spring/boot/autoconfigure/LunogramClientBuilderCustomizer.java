package com.lunogram.spring.boot.autoconfigure;

import com.lunogram.LunogramClientBuilder;

/**
 * Changes the client that is about to be built, after all properties and everything that
 * applies to every {@code RestClient} of the application.
 */
@FunctionalInterface
public interface LunogramClientBuilderCustomizer {

	/**
	 * Changes the builder.
	 * @param builder the builder of the client
	 */
	void customize(LunogramClientBuilder builder);

}
