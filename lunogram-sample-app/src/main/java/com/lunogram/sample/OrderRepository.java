package com.lunogram.sample;

import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Orders in the database; a cancelled one is gone.
 */
@Repository
class OrderRepository {

	private final JdbcClient jdbc;

	OrderRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	void add(Order order) {
		this.jdbc.sql("""
				INSERT INTO orders (id, customer_id, sku, quantity, unit_price)
				VALUES (:id, :customerId, :sku, :quantity, :unitPrice)""").paramSource(order).update();
	}

	Optional<Order> find(String id) {
		return this.jdbc.sql("SELECT id, customer_id, sku, quantity, unit_price FROM orders WHERE id = :id")
			.param("id", id)
			.query(Order.class)
			.optional();
	}

	void delete(String id) {
		this.jdbc.sql("DELETE FROM orders WHERE id = :id").param("id", id).update();
	}

}
