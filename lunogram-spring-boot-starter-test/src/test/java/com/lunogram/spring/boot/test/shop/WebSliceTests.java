package com.lunogram.spring.boot.test.shop;

import com.lunogram.spring.boot.test.AutoConfigureLunogramRecorder;
import com.lunogram.spring.boot.test.RecordedWrites;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the recorder in a slice with controllers only.
 */
@WebMvcTest(OrderController.class)
@AutoConfigureLunogramRecorder
class WebSliceTests {

	@Test
	void recordsWhatAControllerEmits(@Autowired MockMvcTester mvc, RecordedWrites writes) {
		assertThat(mvc.post().uri("/baskets").param("customer", "c-1").param("items", "2")).hasStatusOk();
		assertThat(writes).hasUserEvent("basket.filled").forUser("c-1").withData("items", 2);
	}

}
