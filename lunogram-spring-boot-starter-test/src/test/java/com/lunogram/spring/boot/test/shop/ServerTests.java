package com.lunogram.spring.boot.test.shop;

import java.time.Duration;

import com.lunogram.LunogramClient;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.UpsertUserRequest;
import com.lunogram.spring.boot.test.EnableLunogramServer;
import com.lunogram.spring.boot.test.LunogramServer;
import com.lunogram.spring.boot.test.ReceivedRequest;
import com.lunogram.spring.boot.test.StoredUser;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the stand-in server in a whole application.
 */
// A blank id is as good as none.
@SpringBootTest(properties = { "lunogram.base-url=https://nobody.invalid", "lunogram.project-id=" })
@EnableLunogramServer
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServerTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	@Autowired
	@SuppressWarnings("NullAway.Init")
	private OrderService orders;

	@Autowired
	@SuppressWarnings("NullAway.Init")
	private LunogramClient client;

	@Test
	@Order(1)
	void answersTheClientAndTakesWhatIsDelivered(LunogramServer server, @Autowired LunogramServer bean,
			@Autowired LunogramPublisher publisher) {
		assertThat(server).isSameAs(bean);
		this.client.users().upsert(UpsertUserRequest.builder("c-1").email("lucy@example.com").build());
		this.orders.place("c-1", 12.5);
		assertThat(publisher.flush(LIMIT)).isTrue();
		assertThat(server.user("c-1")).get().extracting(StoredUser::email).isEqualTo("lucy@example.com");
		assertThat(server.events()).singleElement().satisfies((event) -> {
			assertThat(event.name()).isEqualTo("order.placed");
			assertThat(event.dropped()).isFalse();
			assertThat(event.data()).containsEntry("total", 12.5).containsEntry("branch", "Utrecht");
		});
		assertThat(server.requests()).extracting(ReceivedRequest::path)
			.containsExactly("/api/client/users", "/api/client/users/events");
	}

	@Test
	@Order(2)
	void leavesSomethingUnderWayAndTheServerMisbehaving(LunogramServer server) {
		server.breakConnections(true);
		this.orders.place("late", 1);
		// The first attempt fails, and another one succeeds only after this test.
		Awaitility.await().atMost(LIMIT).until(() -> server.totalRequests() > 0);
		assertThat(server.events()).isEmpty();
	}

	@Test
	@Order(3)
	void beginsWithNothingReceivedAndNothingUnderWay(LunogramServer server, @Autowired LunogramPublisher publisher) {
		assertThat(server.users()).isEmpty();
		assertThat(server.events()).isEmpty();
		assertThat(server.totalRequests()).isZero();
		this.orders.place("c-1", 2);
		assertThat(publisher.flush(LIMIT)).isTrue();
		assertThat(server.events()).singleElement()
			.satisfies((event) -> assertThat(event.data()).containsEntry("total", 2.0));
	}

	@Nested
	@Order(4)
	class Deeper {

		@Test
		void beginsWithNothingReceived(LunogramServer server) {
			assertThat(server.totalRequests()).isZero();
		}

	}

}
