package com.lunogram.spring.boot.test.shop;

import java.time.Duration;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.spring.boot.test.EnableLunogramServer;
import com.lunogram.spring.boot.test.LunogramServer;
import com.lunogram.spring.boot.test.ReceivedEvent;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
@EnableLunogramServer
class DeliveryTests {

	@Test
	void survivesAnOutage(@Autowired OrderService orders, @Autowired LunogramPublisher publisher,
			LunogramServer server) {
		server.failNext(2, 503);
		orders.place("c-1", 12.5);
		assertThat(publisher.flush(Duration.ofSeconds(30))).isTrue();
		assertThat(server.events()).extracting(ReceivedEvent::name).containsExactly("order.placed");
	}

}
