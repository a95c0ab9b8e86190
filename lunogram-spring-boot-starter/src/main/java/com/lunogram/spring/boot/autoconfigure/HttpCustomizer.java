package com.lunogram.spring.boot.autoconfigure;

import com.lunogram.LunogramClientBuilder;

/**
 * Sets how requests travel, in a class that knows none of Spring Boot's HTTP clients.
 */
@FunctionalInterface
interface HttpCustomizer {

	void customize(LunogramClientBuilder builder);

}
