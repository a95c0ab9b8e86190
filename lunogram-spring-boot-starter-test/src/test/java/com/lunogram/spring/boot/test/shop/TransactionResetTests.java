package com.lunogram.spring.boot.test.shop;

import com.lunogram.spring.boot.test.AutoConfigureLunogramRecorder;
import com.lunogram.spring.boot.test.RecordedWrites;
import org.junit.jupiter.api.RepeatedTest;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a test does not see what the one before it has rolled back after its end.
 */
@SpringBootTest
@AutoConfigureLunogramRecorder
@Transactional
class TransactionResetTests {

	@RepeatedTest(2)
	void beginsWithNothing(@Autowired PaymentService payments, RecordedWrites writes) {
		assertThat(writes.held()).isEmpty();
		assertThat(writes.rolledBack()).isEmpty();
		payments.pay("c-1");
		assertThat(writes.held()).hasSize(1);
	}

}
