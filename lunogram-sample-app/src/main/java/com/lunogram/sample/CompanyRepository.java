package com.lunogram.sample;

import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Companies in the database.
 */
@Repository
class CompanyRepository {

	private final JdbcClient jdbc;

	CompanyRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	void add(String id) {
		this.jdbc.sql("MERGE INTO companies (id) KEY (id) VALUES (:id)").param("id", id).update();
	}

	List<String> all() {
		return this.jdbc.sql("SELECT id FROM companies ORDER BY id").query(String.class).list();
	}

	boolean setPlan(String id, String plan) {
		return this.jdbc.sql("UPDATE companies SET plan = :plan WHERE id = :id")
			.param("plan", plan)
			.param("id", id)
			.update() > 0;
	}

}
