package com.lunogram.sample;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;

import com.lunogram.sample.OrderController.OrderRequest;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.springframework.ui.Model;

/**
 * The forms of the page, and what they are filled with at first.
 */
final class PageForms {

	static final String CUSTOMER = "customer";

	static final String ORDER = "order";

	static final String CANCELLATION = "cancellation";

	static final String PLAN = "planChange";

	static final String TRIAL = "trial";

	static final String DELETION = "deletion";

	private static final String FIRST_CUSTOMER = "c-1";

	private PageForms() {
	}

	/** Fills all forms that are not in the model yet. */
	static void fill(Model model) {
		fill(model, CUSTOMER, new Customer(FIRST_CUSTOMER, "Lucy Liang", "lucy@example.com", "+31612345678",
				ZoneId.of("Europe/Amsterdam"), Locale.forLanguageTag("nl-NL"), "acme"));
		fill(model, ORDER, new OrderRequest(FIRST_CUSTOMER, "tea", 2, new BigDecimal("4.50")));
		fill(model, CANCELLATION, new Cancellation(""));
		fill(model, PLAN, new PlanChange("acme", "pro"));
		fill(model, TRIAL, new TrialEnd(FIRST_CUSTOMER, LocalDate.now(ZoneOffset.UTC).plusDays(14)));
		fill(model, DELETION, new Deletion(FIRST_CUSTOMER));
	}

	private static void fill(Model model, String name, Object form) {
		if (!model.containsAttribute(name)) {
			model.addAttribute(name, form);
		}
	}

	/**
	 * An order that is called off.
	 *
	 * @param id which one
	 */
	record Cancellation(@NotBlank String id) {
	}

	/**
	 * A company's new plan.
	 *
	 * @param company which company
	 * @param plan the plan
	 */
	record PlanChange(@NotBlank String company, @NotBlank @Size(max = 255) String plan) {
	}

	/**
	 * The end of a customer's trial.
	 *
	 * @param customerId which customer
	 * @param endsOn the day at whose beginning in UTC it ends
	 */
	record TrialEnd(@NotBlank String customerId, @NotNull LocalDate endsOn) {
	}

	/**
	 * A customer who leaves.
	 *
	 * @param customerId which customer
	 */
	record Deletion(@NotBlank String customerId) {
	}

}
