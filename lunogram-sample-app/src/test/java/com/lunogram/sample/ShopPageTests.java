package com.lunogram.sample;

import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.UserEvent;
import com.lunogram.spring.boot.test.LunogramServer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the page as it is without a script.
 */
@SpringBootTest(properties = "spring.datasource.url=jdbc:h2:mem:shop-page")
@AutoConfigureMockMvc
class ShopPageTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private LunogramPublisher publisher;

	@Autowired
	private LunogramTarget target;

	private final MockHttpSession session = new MockHttpSession();

	@SuppressWarnings("NullAway.Init")
	private LunogramServer lunogram;

	@BeforeEach
	void forgetWhatArrived() {
		this.lunogram = Objects.requireNonNull(this.target.standIn());
		this.target.behave(StandInBehaviour.WORKS);
		assertThat(this.publisher.flush(Duration.ofMinutes(1))).isTrue();
		this.lunogram.clear();
	}

	/** Sends a form and follows it back to the page. */
	private String submit(String path, String... nameAndValue) {
		MockMvcTester.MockMvcRequestBuilder request = this.mvc.post().uri(path).session(this.session);
		for (int i = 0; i < nameAndValue.length; i += 2) {
			request.param(nameAndValue[i], nameAndValue[i + 1]);
		}
		return follow(request.exchange());
	}

	private String follow(MvcTestResult result) {
		assertThat(result).hasStatus3xxRedirection().hasRedirectedUrl("/");
		return page();
	}

	private String page() {
		MvcTestResult result = this.mvc.get().uri("/").session(this.session).exchange();
		assertThat(result).hasStatusOk();
		try {
			return result.getResponse().getContentAsString();
		}
		catch (UnsupportedEncodingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String register() {
		return submit("/customers", "id", "c-1", "name", "Lucy", "email", "lucy@example.com", "phone", "", "timezone",
				"Europe/Amsterdam", "locale", "nl-NL", "company", "acme");
	}

	private List<String> arrived() {
		assertThat(this.publisher.flush(Duration.ofMinutes(1))).isTrue();
		return this.lunogram.events().stream().map((event) -> event.name()).toList();
	}

	@Test
	void everyFormDoesWhatItsCallDoes() {
		assertThat(register()).contains("Customer c-1 is registered.", "value=\"nl-NL\"");
		String placed = submit("/orders", "customerId", "c-1", "sku", "tea", "quantity", "2", "unitPrice", "4.50");
		assertThat(placed).containsPattern("Order [0-9a-f-]{36} is placed.");
		String order = placed.replaceAll("(?s).*Order ([0-9a-f-]{36}) is placed.*", "$1");
		assertThat(placed).as("the form to cancel it").contains("value=\"" + order + "\"");
		assertThat(submit("/orders/cancel", "id", order)).contains("is cancelled.");
		assertThat(submit("/companies/plan", "company", "acme", "plan", "pro"))
			.contains("Company acme has the plan pro.");
		assertThat(submit("/customers/trial", "customerId", "c-1", "endsOn", "2030-01-31"))
			.contains("The trial of c-1 ends on 2030-01-31.");
		assertThat(arrived()).containsExactlyInAnyOrder("customer.registered", "order.placed", "order.cancelled",
				"plan.changed");
		assertThat(this.lunogram.schedules()).hasSize(1);
		assertThat(submit("/customers/delete", "customerId", "c-1")).contains("Customer c-1 is deleted.");
		arrived();
		assertThat(this.lunogram.users()).isEmpty();
		assertThat(page()).contains("User stored", "Organization stored", "Member added", "Schedule set",
				"User deleted", "Organization event");
	}

	@Test
	void aFormSaysWhatIsWrongBesideTheFieldAndKeepsWhatWasTyped() {
		String page = submit("/customers", "id", "c-9", "name", " ", "email", "nowhere");
		assertThat(page).containsPattern("id=\"customer-name\"[^>]*aria-invalid=\"true\"")
			.containsPattern("(?s)id=\"customer-email-wrong\"[^>]*>[^<]*well-formed email address")
			.contains("value=\"nowhere\"", "value=\"c-9\"");
		assertThat(page()).as("the page later").doesNotContain("aria-invalid", "nowhere");
	}

	@Test
	void aFormSaysWhatTheShopOrLunogramWouldRefuse() {
		assertThat(submit("/customers", "id", "c-2", "name", "Bo", "email", "bo@example.com", "phone", "06-12"))
			.contains("phone must be in E.164 form such as +31612345678");
		assertThat(submit("/orders", "customerId", "nobody", "sku", "tea", "quantity", "1", "unitPrice", "1"))
			.contains("There is no customer nobody");
		assertThat(submit("/orders", "customerId", "c-1", "sku", "tea", "quantity", "many", "unitPrice", "1"))
			.contains("cannot be read");
	}

	@Test
	void aFileIsImported() {
		register();
		String page = follow(
				this.mvc.post().uri("/import").session(this.session).multipart().file(new MockMultipartFile("file", """
						{"name":"page.viewed","user":"c-1"}
						{"name":"page.viewed"}
						""".getBytes(StandardCharsets.UTF_8))).exchange());
		assertThat(page).contains("1 events are taken, 1 lines are not.", "Line 2: user or organization is required");
		assertThat(arrived()).contains("page.viewed");
		assertThat(follow(
				this.mvc.post().uri("/import").session(this.session).multipart().file("file", new byte[0]).exchange()))
			.contains("Choose a file");
	}

	@Test
	void theSampleFileIsTakenAsAWhole() {
		MvcTestResult sample = this.mvc.get().uri("/sample.ndjson").exchange();
		String page = follow(this.mvc.post()
			.uri("/import")
			.session(this.session)
			.contentType(MediaType.APPLICATION_NDJSON)
			.content(sample.getResponse().getContentAsByteArray())
			.exchange());
		assertThat(page).contains("5,000 events are taken, 0 lines are not.");
	}

	@Test
	void whatArrivesIsShownAsTextWhateverItIs() {
		register();
		this.publisher.publish(UserEvent.builder("<img src=x onerror=alert(1)>")
			.user("c-1")
			.data("note", "</code><script>alert(2)</script>")
			.build());
		arrived();
		assertThat(page()).contains("&lt;img src=x onerror=alert(1)&gt;", "&lt;script&gt;alert(2)&lt;/script&gt;")
			.doesNotContain("<img src=x", "<script>alert");
		assertThat(this.mvc.get().uri("/")).headers()
			.hasValue("Content-Security-Policy",
					"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
							+ " form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
	}

	@Test
	void eventsTellHowLongTheyTook() {
		register();
		arrived();
		assertThat(page()).containsPattern("(?s)customer\\.registered.*?class=\"took\">[0-9,]+ ms<")
			.doesNotContain(CallTimeEnricher.KEY);
	}

	@Test
	void theStandInMisbehavesAsTold() {
		register();
		arrived();
		for (StandInBehaviour behaviour : List.of(StandInBehaviour.GONE, StandInBehaviour.FAILS)) {
			assertThat(submit("/stand-in", "behaviour", behaviour.name()))
				.containsPattern("value=\"" + behaviour + "\"[^>]*aria-pressed=\"true\"");
			submit("/orders", "customerId", "c-1", "sku", behaviour.name(), "quantity", "1", "unitPrice", "1");
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> page().contains("Trying again"));
			assertThat(page()).containsPattern("id=\"waiting\">1<").contains("Lunogram is away or fails.");
			submit("/stand-in", "behaviour", "WORKS");
			arrived();
			assertThat(page()).contains("\"sku\":\"%s\"".formatted(behaviour).replace("\"", "&quot;"))
				.containsPattern("id=\"waiting\">0<");
		}
	}

	@Test
	void aBehaviourThatThereIsNotIsABadRequest() {
		assertThat(this.mvc.post().uri("/stand-in").param("behaviour", "EXPLODE")).hasStatus(400);
	}

	@Test
	void aPageThatWasCutOffMissesNothing() throws Exception {
		register();
		arrived();
		String known = page().replaceAll("(?s).*data-known=\"([^\"]+)\".*", "$1");
		submit("/orders", "customerId", "c-1", "sku", "missed", "quantity", "1", "unitPrice", "1");
		arrived();
		assertThat(firstNews("/live?after=" + known, null)).contains("missed").doesNotContain("customer.registered");
		assertThat(firstNews("/live?after=", known)).contains("missed").doesNotContain("customer.registered");
		assertThat(firstNews("/live?after=earlierRun:7", null)).contains("missed", "customer.registered");
	}

	private String firstNews(String path, @Nullable String lastEventId) throws Exception {
		MockMvcTester.MockMvcRequestBuilder request = this.mvc.get().uri(path);
		if (lastEventId != null) {
			request.header("Last-Event-ID", lastEventId);
		}
		MvcTestResult result = request.asyncExchange();
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> result.getResponse().getContentAsString().contains("writes"));
		return result.getResponse().getContentAsString();
	}

}
