package com.lunogram.spring.boot.test.shop;

import com.lunogram.spring.LunogramEvent;

import org.springframework.stereotype.Service;

/**
 * Takes orders.
 */
@Service
class OrderService {

	@LunogramEvent(name = "order.placed", user = "#customer", data = "{total: #total}")
	void place(String customer, double total) {
		// Nothing else matters here.
	}

}
