package com.lunogram.sample;

import com.lunogram.spring.LunogramEvent;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What happens to companies.
 */
@Service
class CompanyService {

	private final CompanyRepository companies;

	CompanyService(CompanyRepository companies) {
		this.companies = companies;
	}

	@Transactional
	@LunogramEvent(name = "plan.changed", organization = "#id", data = "{plan: #plan}")
	public void changePlan(String id, String plan) {
		if (!this.companies.setPlan(id, plan)) {
			throw new NotFoundException("There is no company " + id);
		}
	}

}
