package com.lunogram.spring.boot.test.shop;

import java.time.Duration;

import com.lunogram.spring.boot.actuate.LunogramEndpoint;
import com.lunogram.spring.boot.test.AutoConfigureLunogramRecorder;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that health, metrics and the endpoint work with the recorder.
 */
@SpringBootTest(properties = { "management.endpoints.web.exposure.include=*",
		"management.endpoint.health.show-details=always" })
@AutoConfigureMockMvc
@AutoConfigureLunogramRecorder
class ActuatorTests {

	@Test
	void healthIsUp(@Autowired MockMvcTester mvc) {
		assertThat(mvc.get().uri("/actuator/health")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.components.lunogram.status")
			.isEqualTo("UP");
	}

	@Test
	void metricsCount(@Autowired MeterRegistry registry, @Autowired OrderService orders) {
		orders.place("c-1", 12.5);
		// The figures are read anew once a second.
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(registry.get("lunogram.delivery.published").functionCounter().count())
				.isPositive());
		assertThat(registry.get("lunogram.delivery.queued").gauge().value()).isZero();
	}

	@Test
	void theEndpointTellsAndSteers(@Autowired LunogramEndpoint endpoint) {
		assertThat(endpoint.delivery().state()).hasToString("RUNNING");
		endpoint.act("pause", null, null, null, null, null);
		assertThat(endpoint.delivery().state()).hasToString("PAUSED");
		endpoint.act("resume", null, null, null, null, null);
		assertThat(endpoint.delivery().state()).hasToString("RUNNING");
	}

}
