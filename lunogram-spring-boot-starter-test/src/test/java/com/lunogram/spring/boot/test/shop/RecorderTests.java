package com.lunogram.spring.boot.test.shop;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.lunogram.LunogramClient;
import com.lunogram.NotFoundException;
import com.lunogram.delivery.DeliveryControl;
import com.lunogram.delivery.DeliveryStatus;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.DeviceRegistration;
import com.lunogram.model.UpsertUserRequest;
import com.lunogram.model.UserEvent;
import com.lunogram.spring.boot.test.AutoConfigureLunogramRecorder;
import com.lunogram.spring.boot.test.RecordedWrites;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.transaction.TestTransaction;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the recorder in a whole application. They share the application of
 * {@link OrderServiceTests}.
 */
@SpringBootTest
@AutoConfigureLunogramRecorder
class RecorderTests {

	@Autowired
	@SuppressWarnings("NullAway.Init")
	private RecordedWrites writes;

	@Autowired
	@SuppressWarnings("NullAway.Init")
	private LunogramPublisher publisher;

	@Autowired
	@SuppressWarnings("NullAway.Init")
	private OrderService orders;

	@Test
	void isABeanAndAParameterWithAndWithoutAutowired(RecordedWrites parameter, @Autowired RecordedWrites autowired) {
		assertThat(parameter).satisfies((writes) -> assertThat(writes == this.writes).isTrue());
		assertThat(autowired == this.writes).isTrue();
	}

	@Test
	void recordsWhatIsPublishedByAnyThreadInOrder() {
		this.publisher.publish(UpsertUserRequest.builder("c-1").email("lucy@example.com").build());
		CompletableFuture.runAsync(() -> this.orders.place("c-1", 12.5)).join();
		boolean taken = this.publisher.offer(Duration.ZERO, DeviceRegistration.ios("d-1", "token").user("c-1").build());
		assertThat(taken).isTrue();
		assertThat(this.writes).hasUserUpsert("c-1")
			.with(UpsertUserRequest::email, "lucy@example.com")
			.thenUserEvent("order.placed")
			.forUser("c-1")
			.then()
			.hasDevice("d-1")
			.then()
			.isEmpty();
		assertThat(this.writes).hasSize(3);
	}

	@Test
	void canBeAwaited() {
		CompletableFuture<Void> later = CompletableFuture.runAsync(() -> this.orders.place("c-2", 1),
				CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(this.writes).hasUserEvent("order.placed").forUser("c-2"));
		later.join();
	}

	@Test
	void enrichesAsInProduction() {
		this.orders.place("c-1", 12.5);
		assertThat(this.writes).hasUserEvent("order.placed").withData("branch", "Utrecht");
		assertThat(this.writes.of(UserEvent.class)).singleElement()
			.satisfies((event) -> assertThat(event.data()).asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsEntry("branch", "Utrecht"));
	}

	@Test
	void refusesWhatEveryPublisherRefuses() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.publisher
				.publish(UserEvent.builder("a").user("c-1").data("text", "x".repeat(1_000_000)).build()))
			.withMessageContaining("too large");
		assertThat(this.writes).isEmpty();
	}

	@Test
	void keepsASnapshot() {
		StringBuilder inner = new StringBuilder("before");
		this.publisher.publish(UserEvent.builder("a").user("c-1").data("inner", inner).build());
		inner.replace(0, inner.length(), "after");
		assertThat(this.writes).hasUserEvent("a").withData("inner", "before");
	}

	@Test
	void recordsAfterTheCommitOfTheApplicationsOwnTransaction(@Autowired PaymentService payments,
			@Autowired TransactionTemplate transactions) {
		transactions.executeWithoutResult((status) -> {
			payments.pay("c-1");
			assertThat(this.writes).isEmpty();
			assertThat(this.writes.held()).hasSize(1);
			payments.tryToPay("c-1");
			assertThat(this.writes).hasUserEvent("payment.tried");
		});
		assertThat(this.writes).hasUserEvent("payment.tried").thenUserEvent("order.paid");
		assertThat(this.writes.held()).isEmpty();
		assertThat(this.writes.rolledBack()).isEmpty();
	}

	@Test
	void tellsWhatWasRolledBack(@Autowired PaymentService payments, @Autowired TransactionTemplate transactions) {
		transactions.executeWithoutResult((status) -> {
			payments.pay("c-1");
			status.setRollbackOnly();
		});
		assertThat(this.writes).isEmpty();
		assertThat(this.writes.rolledBack()).hasSize(1);
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.writes).hasUserEvent("order.paid"))
			.withMessageContaining("nothing was recorded")
			.withMessageContaining("rolled back:\n  - user event 'order.paid' of user 'c-1'")
			.withMessageContaining("TestTransaction.flagForCommit()");
	}

	@Test
	void recordsAtOnceWhatInMemoryIsNoPartOfATransaction(@Autowired PaymentService payments) {
		assertThatIllegalStateException().isThrownBy(() -> payments.publishAndFail("c-1"))
			.withMessage("The till is empty");
		assertThat(this.writes).hasUserEvent("invoice.sent");
	}

	@Test
	@Transactional
	void tellsATransactionalTestWhyNothingComes(@Autowired PaymentService payments) {
		payments.pay("c-1");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.writes).hasUserEvent("order.paid"))
			.withMessageContaining("Waiting for the end of a transaction that is still open:"
					+ "\n  - user event 'order.paid' of user 'c-1'")
			.withMessageContaining("TestTransaction.end()")
			.withMessageContaining("@Transactional");
	}

	@Test
	@Transactional
	void recordsWhenATransactionalTestEndsItsTransaction(@Autowired PaymentService payments) {
		payments.pay("c-1");
		TestTransaction.flagForCommit();
		TestTransaction.end();
		assertThat(this.writes).hasUserEvent("order.paid").forUser("c-1");
	}

	@Test
	void failsCallsOfTheClientClearlyAndWithoutRepeats(@Autowired LunogramClient client) {
		assertThatIllegalStateException()
			.isThrownBy(() -> client.users().upsert(UpsertUserRequest.builder("c-1").build()))
			.withMessageContaining("POST /api/client/users")
			.withMessageContaining("@EnableLunogramServer");
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> client.push().vapidPublicKey());
		assertThat(this.writes).isEmpty();
	}

	@Test
	void isADeliveryThatIsAlwaysWell() {
		this.orders.place("c-1", 12.5);
		DeliveryControl control = Objects.requireNonNull(this.publisher.control());
		assertThat(control.status().state()).isEqualTo(DeliveryStatus.State.RUNNING);
		assertThat(control.status().published()).isPositive().isEqualTo(control.status().delivered());
		assertThat(this.publisher.flush(Duration.ZERO)).isTrue();
	}

	/**
	 * Each of these would fail if it saw what another one, or the tests above, published.
	 */
	@Nested
	class Reset {

		@BeforeEach
		void publish() {
			RecorderTests.this.orders.place("c-3", 3);
		}

		@Test
		void keepsWhatWasPublishedBeforeThisTest(RecordedWrites writes) {
			assertThat(writes).hasSize(1);
		}

		@Test
		void butNotWhatWasPublishedInAnother(RecordedWrites writes) {
			assertThat(writes).hasSize(1);
		}

		@Nested
		class Deeper {

			@Test
			void orAtAnotherDepth(RecordedWrites writes) {
				assertThat(writes).hasSize(1);
			}

			@Test
			void orAtTheSame(RecordedWrites writes) {
				assertThat(writes).hasUserEvent("order.placed").forUser("c-3").once();
			}

		}

	}

}
