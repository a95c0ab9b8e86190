package com.lunogram.sample;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

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

	List<Customer> all() {
		return this.jdbc.sql("SELECT id, name, email, phone, timezone, locale, company FROM customers ORDER BY id")
			.query((row, number) -> new Customer(row.getString("id"), row.getString("name"), row.getString("email"),
					row.getString("phone"), timezone(row.getString("timezone")), locale(row.getString("locale")),
					row.getString("company")))
			.list();
	}

	private static @Nullable ZoneId timezone(@Nullable String timezone) {
		return (timezone != null) ? ZoneId.of(timezone) : null;
	}

	private static @Nullable Locale locale(@Nullable String locale) {
		return (locale != null) ? Locale.forLanguageTag(locale) : null;
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
