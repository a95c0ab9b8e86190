package com.lunogram.sample;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Companies over HTTP.
 */
@RestController
class CompanyController {

	private final CompanyService companies;

	CompanyController(CompanyService companies) {
		this.companies = companies;
	}

	@PostMapping("/api/companies/{id}/plan")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void changePlan(@PathVariable String id, @Valid @RequestBody Plan plan) {
		this.companies.changePlan(id, plan.plan());
	}

	record Plan(@NotBlank @Size(max = 255) String plan) {
	}

}
