package com.lunogram.sample;

import java.util.Objects;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Customers in the database.
 */
@Repository
class CustomerRepository {

	private final JdbcClient jdbc;

	CustomerRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	void save(Customer customer) {
		this.jdbc.sql("""
				MERGE INTO customers (id, name, email, phone, timezone, locale, company) KEY (id)
				VALUES (:id, :name, :email, :phone, :timezone, :locale, :company)""")
			.param("id", customer.id())
			.param("name", customer.name())
			.param("email", customer.email())
			.param("phone", customer.phone())
			.param("timezone", Objects.toString(customer.timezone(), null))
			.param("locale", (customer.locale() != null) ? customer.locale().toLanguageTag() : null)
			.param("company", customer.company())
			.update();
	}

	boolean exists(String id) {
		return this.jdbc.sql("SELECT count(*) FROM customers WHERE id = :id")
			.param("id", id)
			.query(Long.class)
			.single() > 0;
	}

	boolean delete(String id) {
		this.jdbc.sql("DELETE FROM orders WHERE customer_id = :id").param("id", id).update();
		return this.jdbc.sql("DELETE FROM customers WHERE id = :id").param("id", id).update() > 0;
	}

}
