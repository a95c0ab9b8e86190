package com.lunogram.sample;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.DeleteUserRequest;
import com.lunogram.model.ExternalId;
import com.lunogram.model.OrganizationUserRequest;
import com.lunogram.model.UpsertOrganizationRequest;
import com.lunogram.model.UpsertUserRequest;
import com.lunogram.model.UpsertUserScheduledRequest;
import com.lunogram.model.Write;
import com.lunogram.spring.LunogramEvent;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What happens to customers, told to Lunogram in the order in which it happens: a user
 * has to be there before an event of theirs.
 */
@Service
class CustomerService {

	private final CustomerRepository customers;

	private final CompanyRepository companies;

	private final LunogramPublisher publisher;

	CustomerService(CustomerRepository customers, CompanyRepository companies, LunogramPublisher publisher) {
		this.customers = customers;
		this.companies = companies;
		this.publisher = publisher;
	}

	@Transactional
	@LunogramEvent(name = "customer.registered", user = "#customer.id", data = "{name: #customer.name}")
	public Customer register(Customer customer) {
		// First, as it checks what Lunogram would not accept.
		List<Write> writes = writes(customer);
		this.customers.save(customer);
		if (customer.company() != null) {
			this.companies.add(customer.company());
		}
		this.publisher.publish(writes);
		return customer;
	}

	/** What Lunogram is told of a customer. */
	static List<Write> writes(Customer customer) {
		List<Write> writes = new ArrayList<>();
		writes.add(UpsertUserRequest.builder(customer.id())
			.email(customer.email())
			.phone(customer.phone())
			.timezone(customer.timezone())
			.locale(customer.locale())
			.data("name", customer.name())
			.build());
		if (customer.company() != null) {
			writes.add(UpsertOrganizationRequest.builder(customer.company()).name(customer.company()).build());
			writes.add(OrganizationUserRequest.builder(customer.company(), customer.id()).build());
		}
		return writes;
	}

	@Transactional
	public void startTrial(String id, Instant endsAt) {
		require(id);
		// One trial for each customer: the same id again moves its end.
		UUID assignment = UUID.nameUUIDFromBytes(("trial_end " + id).getBytes(StandardCharsets.UTF_8));
		this.publisher.publish(UpsertUserScheduledRequest.once("trial_end", endsAt).id(assignment).user(id).build());
	}

	@Transactional
	public void delete(String id) {
		if (!this.customers.delete(id)) {
			throw new NotFoundException("There is no customer " + id);
		}
		this.publisher.publish(DeleteUserRequest.of(ExternalId.of(id)));
	}

	void require(String id) {
		if (!this.customers.exists(id)) {
			throw new NotFoundException("There is no customer " + id);
		}
	}

}
