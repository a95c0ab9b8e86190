package com.lunogram.spring.boot.test.shop;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.UserEvent;
import com.lunogram.spring.boot.test.AutoConfigureLunogramRecorder;
import com.lunogram.spring.boot.test.RecordedWrites;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests that the recorder treats transactions as an outbox does where there would be one.
 */
@SpringBootTest(properties = "lunogram.delivery.mode=outbox")
@AutoConfigureLunogramRecorder
class OutboxRecorderTests {

	@Test
	void recordsWithTheCommit(@Autowired PaymentService payments, @Autowired TransactionTemplate transactions,
			RecordedWrites writes) {
		transactions.executeWithoutResult((status) -> {
			payments.publish("c-1");
			payments.pay("c-1");
			assertThat(writes).isEmpty();
			assertThat(writes.held()).hasSize(2);
		});
		assertThat(writes).hasUserEvent("invoice.sent").thenUserEvent("order.paid").forUser("c-1");
		assertThat(writes).hasSize(2);
	}

	@Test
	void dropsWithTheRollback(@Autowired PaymentService payments, RecordedWrites writes) {
		assertThatIllegalStateException().isThrownBy(() -> payments.publishAndFail("c-1"));
		assertThat(writes).isEmpty();
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(writes).hasUserEvent("invoice.sent"))
			.withMessageContaining("rolled back:\n  - user event 'invoice.sent' of user 'c-1'");
	}

	@Test
	void recordsAtOnceInATransactionThatOnlyReads(@Autowired LunogramPublisher publisher,
			@Autowired PlatformTransactionManager transactionManager, RecordedWrites writes) {
		TransactionTemplate reading = new TransactionTemplate(transactionManager);
		reading.setReadOnly(true);
		reading.executeWithoutResult((status) -> {
			publisher.publish(UserEvent.builder("a").user("c-1").build());
			assertThat(writes).hasUserEvent("a");
			status.setRollbackOnly();
		});
		assertThat(writes).hasUserEvent("a").once();
		assertThat(writes.rolledBack()).isEmpty();
	}

	@Test
	void recordsAtOnceWithoutATransaction(@Autowired LunogramPublisher publisher, RecordedWrites writes) {
		publisher.publish(UserEvent.builder("a").user("c-1").build());
		assertThat(writes).hasUserEvent("a");
	}

}
