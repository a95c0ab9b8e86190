package com.lunogram.spring.boot.test.shop;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.UserEvent;
import com.lunogram.spring.LunogramEvent;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes money, in transactions.
 */
@Service
class PaymentService {

	private final LunogramPublisher publisher;

	PaymentService(LunogramPublisher publisher) {
		this.publisher = publisher;
	}

	@Transactional
	@LunogramEvent(name = "order.paid", user = "#customer")
	void pay(String customer) {
		// Nothing else matters here.
	}

	@Transactional(propagation = Propagation.REQUIRES_NEW)
	@LunogramEvent(name = "payment.tried", user = "#customer")
	void tryToPay(String customer) {
		// Nothing else matters here.
	}

	@Transactional
	void publish(String customer) {
		this.publisher.publish(UserEvent.builder("invoice.sent").user(customer).build());
	}

	@Transactional
	void publishAndFail(String customer) {
		publish(customer);
		throw new IllegalStateException("The till is empty");
	}

}
