package com.lunogram.spring.boot.autoconfigure;

import com.lunogram.http.ClientBuilder;

/**
 * Sets how requests travel, in a class that knows none of Spring Boot's HTTP clients.
 */
@FunctionalInterface
interface HttpCustomizer {

	void customize(ClientBuilder<?> builder, ConnectionSettings settings);

}
