package com.lunogram.spring.boot.test.shop;

import java.util.Objects;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.UserEvent;
import com.lunogram.spring.boot.test.AutoConfigureLunogramRecorder;
import com.lunogram.spring.boot.test.RecordedWrites;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.NestedTestConfiguration;
import org.springframework.test.context.transaction.TestTransaction;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the recorder in slices with databases, whose tests are transactional.
 */
class DatabaseSliceTests {

	private static void recordsWithTheCommit(PaymentService payments, RecordedWrites writes) {
		payments.pay("c-1");
		assertThat(writes).isEmpty();
		assertThat(writes.held()).hasSize(1);
		TestTransaction.flagForCommit();
		TestTransaction.end();
		assertThat(writes).hasUserEvent("order.paid").forUser("c-1");
	}

	@Nested
	@NestedTestConfiguration(NestedTestConfiguration.EnclosingConfiguration.OVERRIDE)
	@JdbcTest
	@AutoConfigureLunogramRecorder
	@Import(PaymentService.class)
	class WithJdbc {

		@Test
		void works(@Autowired PaymentService payments, RecordedWrites writes) {
			recordsWithTheCommit(payments, writes);
		}

	}

	@Nested
	@NestedTestConfiguration(NestedTestConfiguration.EnclosingConfiguration.OVERRIDE)
	@DataJpaTest
	@AutoConfigureLunogramRecorder
	@Import(PaymentService.class)
	class WithJpa {

		@Test
		void works(@Autowired PaymentService payments, RecordedWrites writes) {
			recordsWithTheCommit(payments, writes);
		}

	}

	/**
	 * Where there would be an outbox, but is no more than a data source.
	 */
	@Nested
	@NestedTestConfiguration(NestedTestConfiguration.EnclosingConfiguration.OVERRIDE)
	@JdbcTest(properties = "lunogram.delivery.mode=outbox")
	@AutoConfigureLunogramRecorder
	@Transactional(propagation = Propagation.NEVER)
	class WithoutTheOutbox {

		@Test
		void dropsWithTheRollbackToASavepoint(@Autowired LunogramPublisher publisher,
				@Autowired TransactionTemplate transactions, RecordedWrites writes) {
			TransactionTemplate nested = new TransactionTemplate(
					Objects.requireNonNull(transactions.getTransactionManager()));
			nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
			transactions.executeWithoutResult((status) -> {
				publisher.publish(UserEvent.builder("before").user("c-1").build());
				nested.executeWithoutResult((inner) -> {
					publisher.publish(UserEvent.builder("within").user("c-1").build());
					inner.setRollbackOnly();
				});
				publisher.publish(UserEvent.builder("after").user("c-1").build());
			});
			assertThat(writes).hasUserEvent("before").thenUserEvent("after");
			assertThat(writes).hasNoUserEvent("within");
		}

	}

}
