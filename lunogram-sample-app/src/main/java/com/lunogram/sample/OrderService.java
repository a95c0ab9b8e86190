package com.lunogram.sample;

import java.math.BigDecimal;
import java.util.UUID;

import com.lunogram.spring.LunogramEvent;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What happens to orders.
 */
@Service
class OrderService {

	private final OrderRepository orders;

	private final CustomerService customers;

	OrderService(OrderRepository orders, CustomerService customers) {
		this.orders = orders;
		this.customers = customers;
	}

	@Transactional
	@LunogramEvent(name = "order.placed", user = "#customerId",
			data = "{orderId: #result.id, sku: #sku, quantity: #quantity, total: #result.total}")
	public Order place(String customerId, String sku, int quantity, BigDecimal unitPrice) {
		this.customers.require(customerId);
		Order order = new Order(UUID.randomUUID().toString(), customerId, sku, quantity, unitPrice);
		this.orders.add(order);
		return order;
	}

	@Transactional
	@LunogramEvent(name = "order.cancelled", user = "#result.customerId", data = "{orderId: #id}")
	@LunogramEvent(name = "order.cancel_failed", on = LunogramEvent.On.FAILURE, user = "'" + ServiceDesk.ID + "'",
			data = "{orderId: #id, reason: #error.message}")
	public Order cancel(String id) {
		Order order = this.orders.find(id).orElseThrow(() -> new NotFoundException("There is no order " + id));
		this.orders.delete(id);
		return order;
	}

}
