package com.lunogram.sample;

import java.util.ArrayList;
import java.util.List;

import com.lunogram.LunogramClient;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.UpsertOrganizationRequest;
import com.lunogram.model.Write;
import com.lunogram.spring.boot.test.LunogramServer;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * Tells a new stand-in whom the shop knows. A server remembers them; a stand-in ends with
 * the shop, and the next one would drop what the outbox still has for them. This happens
 * before delivery begins, and past it.
 */
@Component
class StandInMemory implements InitializingBean {

	private final LunogramTarget target;

	private final CustomerRepository customers;

	private final CompanyRepository companies;

	StandInMemory(LunogramTarget target, CustomerRepository customers, CompanyRepository companies) {
		this.target = target;
		this.customers = customers;
		this.companies = companies;
	}

	@Override
	public void afterPropertiesSet() {
		LunogramServer standIn = this.target.standIn();
		if (standIn != null) {
			remind(standIn);
		}
	}

	private void remind(LunogramServer standIn) {
		List<Write> known = new ArrayList<>();
		known.add(ServiceDesk.user());
		for (String company : this.companies.all()) {
			known.add(UpsertOrganizationRequest.builder(company).name(company).build());
		}
		for (Customer customer : this.customers.all()) {
			known.addAll(CustomerService.writes(customer));
		}
		try (LunogramClient client = LunogramClient.builder()
			.baseUrl(standIn.baseUrl().toString())
			.apiKey(standIn.apiKey())
			.build()) {
			LunogramPublisher.direct(client).publish(known);
		}
	}

}
