package com.lunogram.sample;

import java.time.Instant;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Customers over HTTP.
 */
@RestController
@RequestMapping("/api/customers")
class CustomerController {

	private final CustomerService customers;

	CustomerController(CustomerService customers) {
		this.customers = customers;
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Customer register(@Valid @RequestBody Customer customer) {
		return this.customers.register(customer);
	}

	@PostMapping("/{id}/trial")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void startTrial(@PathVariable String id, @Valid @RequestBody Trial trial) {
		this.customers.startTrial(id, trial.endsAt());
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable String id) {
		this.customers.delete(id);
	}

	record Trial(@NotNull Instant endsAt) {
	}

}
