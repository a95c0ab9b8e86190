package com.lunogram.spring.boot.test.shop;

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

}
