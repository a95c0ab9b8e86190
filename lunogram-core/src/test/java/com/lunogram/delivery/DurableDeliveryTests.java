package com.lunogram.delivery;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What delivery does if writes wait in something that outlives the process.
 */
abstract class DurableDeliveryTests extends DeliveryTests {

	/** Runs the transactions that writes can be part of. */
	abstract PlatformTransactionManager transactionManager();

	@Test
	void isPartOfTheTransaction() {
		LunogramPublisher publisher = publisher();
		publisher.start();
		TransactionTemplate transaction = new TransactionTemplate(transactionManager());
		transaction.executeWithoutResult((status) -> {
			assertThat(publisher.joinsTransaction()).isTrue();
			publisher.publish(event("gone", "u"));
			status.setRollbackOnly();
		});
		transaction.executeWithoutResult((status) -> {
			publisher.publish(event("a", "u"));
			publisher.publish(event("b", "u"));
			assertThat(fixture().requests).isEmpty();
		});
		assertThat(publisher.joinsTransaction()).isFalse();
		publisher.publish(event("c", "u"));
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(fixture().taken).containsExactly("a", "b", "c");
		assertThat(fixture().undelivered).isEmpty();
		assertThat(control(publisher).status().published()).isEqualTo(3);
	}

	@Test
	void anInnerTransactionIsOneOfItsOwn() {
		LunogramPublisher publisher = publisher();
		TransactionTemplate outer = new TransactionTemplate(transactionManager());
		TransactionTemplate inner = new TransactionTemplate(transactionManager());
		inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		outer.executeWithoutResult((status) -> {
			publisher.publish(event("gone", "u1"));
			inner.executeWithoutResult((innerStatus) -> publisher.publish(event("kept", "u2")));
			status.setRollbackOnly();
		});
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(fixture().taken).containsExactly("kept");
	}

	@Test
	void whatWasLeftIsDeliveredByTheNext() {
		fixture().shutdownTimeout = Duration.ZERO;
		fixture().server = (labels) -> labels.contains("a") ? null : Failures.refused();
		LunogramPublisher first = publisher();
		first.publish(event("a", "u"));
		await().atMost(LONG).until(() -> fixture().taken.contains("a"));
		first.publish(event("b", "u"));
		await().atMost(LONG).until(() -> fixture().requests.contains(List.of("b")));
		first.close();
		assertThat(fixture().undelivered).isEmpty();
		fixture().server = (labels) -> null;
		publisher().start();
		await().atMost(LONG).until(() -> fixture().taken.contains("b"));
		assertThat(fixture().taken).containsExactly("a", "b");
	}

}
