package com.lunogram.spring.boot.test.shop;

import java.util.Map;

import com.lunogram.delivery.EventEnricher;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * The application under test.
 */
@SpringBootApplication
class ShopApplication {

	@Bean
	EventEnricher branch() {
		return (event) -> Map.of("branch", "Utrecht");
	}

}
