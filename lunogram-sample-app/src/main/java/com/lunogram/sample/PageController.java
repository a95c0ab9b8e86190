package com.lunogram.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.lunogram.sample.Arrivals.News;
import com.lunogram.sample.EventImport.ImportReport;
import com.lunogram.sample.OrderController.OrderRequest;
import com.lunogram.sample.PageForms.Cancellation;
import com.lunogram.sample.PageForms.Deletion;
import com.lunogram.sample.PageForms.PlanChange;
import com.lunogram.sample.PageForms.TrialEnd;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.propertyeditors.LocaleEditor;
import org.springframework.beans.propertyeditors.StringTrimmerEditor;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The page to try the shop, and to watch what reaches Lunogram. Each form leads back to
 * it, so that it works without a script.
 */
@Controller
class PageController {

	private static final String BACK = "redirect:/";

	private static final String OUTCOME = "outcome";

	private static final int LISTED_LINES = 5;

	private static final int SAMPLE_LINES = 5_000;

	private final CustomerService customers;

	private final OrderService orders;

	private final CompanyService companies;

	private final EventImport events;

	private final LunogramTarget target;

	private final Arrivals arrivals;

	private final LiveController live;

	private final DeliveryMonitor delivery;

	PageController(CustomerService customers, OrderService orders, CompanyService companies, EventImport events,
			LunogramTarget target, Arrivals arrivals, LiveController live, DeliveryMonitor delivery) {
		this.customers = customers;
		this.orders = orders;
		this.companies = companies;
		this.events = events;
		this.target = target;
		this.arrivals = arrivals;
		this.live = live;
		this.delivery = delivery;
	}

	@InitBinder
	void initBinder(WebDataBinder binder) {
		// A field that is left empty is as good as not there.
		binder.registerCustomEditor(String.class, new StringTrimmerEditor(true));
		binder.registerCustomEditor(Locale.class, new LanguageTagEditor());
	}

	@GetMapping("/")
	String page(Model model, HttpServletResponse response) {
		// The page shows what anybody may have sent: whatever gets past its escaping is
		// still not run.
		response.setHeader("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self';"
				+ " img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		PageForms.fill(model);
		model.addAttribute("baseUrl", this.target.getBaseUrl());
		model.addAttribute("numbers", this.delivery.now());
		if (this.target.standIn() != null) {
			model.addAttribute("behaviours", StandInBehaviour.values());
			News news = this.arrivals.after(0);
			List<ArrivedWrite> newestFirst = new ArrayList<>(news.writes());
			Collections.reverse(newestFirst);
			model.addAttribute("arrivals", newestFirst);
			model.addAttribute("known", this.live.id(news.newest()));
		}
		return "shop";
	}

	@PostMapping("/customers")
	String register(@Valid @ModelAttribute(PageForms.CUSTOMER) @Nullable Customer form, BindingResult errors,
			RedirectAttributes redirect) {
		return handle(form, errors, redirect, (customer) -> {
			this.customers.register(customer);
			return "Customer " + customer.id() + " is registered.";
		});
	}

	@PostMapping("/customers/trial")
	String startTrial(@Valid @ModelAttribute(PageForms.TRIAL) @Nullable TrialEnd form, BindingResult errors,
			RedirectAttributes redirect) {
		return handle(form, errors, redirect, (trial) -> {
			this.customers.startTrial(trial.customerId(), trial.endsOn().atStartOfDay().toInstant(ZoneOffset.UTC));
			return "The trial of " + trial.customerId() + " ends on " + trial.endsOn() + ".";
		});
	}

	@PostMapping("/customers/delete")
	String delete(@Valid @ModelAttribute(PageForms.DELETION) @Nullable Deletion form, BindingResult errors,
			RedirectAttributes redirect) {
		return handle(form, errors, redirect, (deletion) -> {
			this.customers.delete(deletion.customerId());
			return "Customer " + deletion.customerId() + " is deleted.";
		});
	}

	@PostMapping("/orders")
	String placeOrder(@Valid @ModelAttribute(PageForms.ORDER) @Nullable OrderRequest form, BindingResult errors,
			RedirectAttributes redirect) {
		return handle(form, errors, redirect, (request) -> {
			Order order = this.orders.place(request.customerId(), request.sku(), request.quantity(),
					request.unitPrice());
			redirect.addFlashAttribute(PageForms.CANCELLATION, new Cancellation(order.id()));
			return "Order " + order.id() + " is placed.";
		});
	}

	@PostMapping("/orders/cancel")
	String cancelOrder(@Valid @ModelAttribute(PageForms.CANCELLATION) @Nullable Cancellation form, BindingResult errors,
			RedirectAttributes redirect) {
		return handle(form, errors, redirect, (cancellation) -> {
			this.orders.cancel(cancellation.id());
			return "Order " + cancellation.id() + " is cancelled.";
		});
	}

	@PostMapping("/companies/plan")
	String changePlan(@Valid @ModelAttribute(PageForms.PLAN) @Nullable PlanChange form, BindingResult errors,
			RedirectAttributes redirect) {
		return handle(form, errors, redirect, (change) -> {
			this.companies.changePlan(change.company(), change.plan());
			return "Company " + change.company() + " has the plan " + change.plan() + ".";
		});
	}

	@PostMapping("/stand-in")
	String behave(@RequestParam StandInBehaviour behaviour, RedirectAttributes redirect) {
		this.target.behave(behaviour);
		redirect.addFlashAttribute(OUTCOME, Outcome.done("The stand-in " + behaviour.getDescription() + "."));
		return BACK;
	}

	@PostMapping(path = "/import", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	String importFile(@RequestParam MultipartFile file, RedirectAttributes redirect) throws IOException {
		if (file.isEmpty()) {
			redirect.addFlashAttribute(OUTCOME, Outcome.problem("Choose a file with a line of JSON for each event."));
			return BACK;
		}
		try (InputStream input = file.getInputStream()) {
			redirect.addFlashAttribute(OUTCOME, outcome(this.events.run(input)));
		}
		return BACK;
	}

	/** What the script of the page sends: nothing is stored on the way. */
	@PostMapping(path = "/import", consumes = MediaType.APPLICATION_NDJSON_VALUE)
	String importBody(InputStream body, RedirectAttributes redirect) throws IOException {
		redirect.addFlashAttribute(OUTCOME, outcome(this.events.run(body)));
		body.transferTo(OutputStream.nullOutputStream());
		return BACK;
	}

	private static Outcome outcome(ImportReport report) {
		Long stopped = report.stoppedAtLine();
		String text = "%,d events are taken, %,d lines are not.".formatted(report.accepted(), report.rejectedCount());
		List<String> details = new ArrayList<>();
		if (stopped != null) {
			details.add("It stopped at line " + stopped + ", as Lunogram takes no more at the moment.");
		}
		report.rejected()
			.stream()
			.limit(LISTED_LINES)
			.forEach((line) -> details.add("Line " + line.line() + ": " + line.reason()));
		if (report.rejectedCount() > LISTED_LINES) {
			details.add("…");
		}
		return new Outcome(text, details, stopped != null || report.rejectedCount() > 0);
	}

	/** Something to import. */
	@GetMapping("/sample.ndjson")
	ResponseEntity<String> sample() {
		String lines = IntStream.rangeClosed(1, SAMPLE_LINES)
			.mapToObj((number) -> "{\"name\":\"page.viewed\",\"user\":\"c-1\",\"data\":{\"view\":" + number + "}}\n")
			.collect(Collectors.joining());
		return ResponseEntity.ok()
			.contentType(MediaType.APPLICATION_NDJSON)
			.header(HttpHeaders.CONTENT_DISPOSITION,
					ContentDisposition.attachment().filename("sample.ndjson").build().toString())
			.body(lines);
	}

	/**
	 * Does what a form asks for, or says what is wrong with it, and leads back.
	 * @param form the form; {@code null} if it holds what no browser sends
	 * @param errors what is wrong with it
	 * @param redirect takes what the page is to show
	 * @param action does it, and says so
	 */
	private static <T> String handle(@Nullable T form, BindingResult errors, RedirectAttributes redirect,
			Function<T, String> action) {
		if (form == null) {
			redirect.addFlashAttribute(OUTCOME, Outcome.problem("The form holds something that cannot be read."));
			return BACK;
		}
		redirect.addFlashAttribute(errors.getObjectName(), form);
		if (!errors.hasErrors()) {
			try {
				redirect.addFlashAttribute(OUTCOME, Outcome.done(action.apply(form)));
				return BACK;
			}
			catch (NotFoundException | IllegalArgumentException ex) {
				errors.reject("refused", String.valueOf(ex.getMessage()));
			}
		}
		redirect.addFlashAttribute(BindingResult.MODEL_KEY_PREFIX + errors.getObjectName(), errors);
		redirect.addFlashAttribute(OUTCOME, Outcome.problem("That did not work. The form says why."));
		return BACK;
	}

	/**
	 * Shows languages as Lunogram knows them, such as {@code nl-NL}.
	 */
	private static final class LanguageTagEditor extends LocaleEditor {

		@Override
		public String getAsText() {
			return (getValue() instanceof Locale locale) ? locale.toLanguageTag() : "";
		}

	}

}
