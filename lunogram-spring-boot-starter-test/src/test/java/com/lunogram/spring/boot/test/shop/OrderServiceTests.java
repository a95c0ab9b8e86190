package com.lunogram.spring.boot.test.shop;

import com.lunogram.spring.boot.test.AutoConfigureLunogramRecorder;
import com.lunogram.spring.boot.test.RecordedWrites;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
@AutoConfigureLunogramRecorder
class OrderServiceTests {

	@Test
	void announcesAnOrder(@Autowired OrderService orders, RecordedWrites writes) {
		orders.place("c-1", 12.5);
		assertThat(writes).hasUserEvent("order.placed").forUser("c-1").withData("total", 12.5);
	}

}
