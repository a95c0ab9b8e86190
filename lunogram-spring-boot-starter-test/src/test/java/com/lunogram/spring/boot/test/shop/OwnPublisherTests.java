package com.lunogram.spring.boot.test.shop;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.spring.boot.test.AutoConfigureLunogramRecorder;
import com.lunogram.spring.boot.test.RecordedWrites;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the recorder goes before a publisher of the application's own, and records
 * also where Lunogram is switched off.
 */
@SpringBootTest(properties = "lunogram.enabled=false")
@AutoConfigureLunogramRecorder
class OwnPublisherTests {

	@Test
	void recordsInItsPlace(@Autowired OrderService orders, RecordedWrites writes) {
		orders.place("c-1", 12.5);
		assertThat(writes).hasUserEvent("order.placed").forUser("c-1");
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Publishers {

		@Bean
		LunogramPublisher ofTheApplication() {
			return LunogramPublisher.logging();
		}

	}

}
