package com.lunogram.sample;

import java.io.UnsupportedEncodingException;
import java.time.Duration;
import java.util.Objects;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.spring.boot.test.LunogramServer;
import com.lunogram.spring.boot.test.ReceivedEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the variables of Customer.io make the shop send there too, whichever side is
 * down, and that its page shows both.
 */
@SpringBootTest(properties = "spring.datasource.url=jdbc:h2:mem:shop-mirror")
@AutoConfigureMockMvc
class ShopMirrorTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	// What the start of the shop sends must not meet a server without stubs.
	@RegisterExtension
	static final WireMockExtension customerIo = WireMockExtension.newInstance().resetOnEachTest(false).build();

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private LunogramPublisher publisher;

	@Autowired
	private LunogramTarget target;

	@DynamicPropertySource
	static void customerIo(DynamicPropertyRegistry registry) {
		mirrorTo(customerIo, registry);
	}

	static void mirrorTo(WireMockExtension customerIo, DynamicPropertyRegistry registry) {
		comeBack(customerIo);
		registry.add("CUSTOMERIO_SITE_ID", () -> "0123456789abcdef");
		registry.add("CUSTOMERIO_TRACK_API_KEY", () -> "track-key");
		registry.add("CUSTOMERIO_TRACK_BASE_URL", customerIo::baseUrl);
		registry.add("CUSTOMERIO_OBJECT_TYPE_ID", () -> "1");
	}

	static void goDown(WireMockExtension customerIo) {
		customerIo.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(503)));
	}

	static void comeBack(WireMockExtension customerIo) {
		customerIo.stubFor(any(anyUrl()).willReturn(okJson("{}")));
	}

	@BeforeEach
	void bothSidesWork() {
		comeBack(customerIo);
		this.target.behave(StandInBehaviour.WORKS);
		assertThat(this.publisher.flush(LONG)).isTrue();
		customerIo.resetRequests();
		lunogram().clear();
	}

	private LunogramServer lunogram() {
		return Objects.requireNonNull(this.target.standIn());
	}

	private void post(String path, String json) {
		assertThat(this.mvc.post().uri(path).contentType(MediaType.APPLICATION_JSON).content(json))
			.hasStatus2xxSuccessful();
	}

	private void register(String id) {
		post("/api/customers", """
				{"id":"%s","name":"Lucy","email":"lucy@example.com","company":"acme"}""".formatted(id));
	}

	private static void verify(String operation) {
		customerIo.verify(postRequestedFor(urlEqualTo("/api/v2/batch"))
			.withRequestBody(matchingJsonPath("$.batch[?(" + operation + ")]")));
	}

	@Test
	void whatLunogramGetsCustomerIoGetsWhenItIsBack() {
		goDown(customerIo);
		register("c-1");
		Awaitility.await()
			.atMost(LONG)
			.untilAsserted(() -> assertThat(lunogram().events()).extracting(ReceivedEvent::name).isNotEmpty());
		customerIo.resetRequests();
		comeBack(customerIo);
		assertThat(this.publisher.flush(LONG)).isTrue();
		verify("@.action == 'identify' && @.identifiers.id == 'c-1'");
		verify("@.action == 'event' && @.identifiers.id == 'c-1'");
		verify("@.type == 'object' && @.identifiers.object_id == 'acme'");
	}

	@Test
	void thePageShowsThatOneSideWaitsWhileTheOtherHasEverything() {
		goDown(customerIo);
		register("c-2");
		// The stored customer and company, the membership and the event.
		awaitPage("waiting\">0<", "mirror-waiting\">4<", "id=\"state\" class=\"badge well\">Running<",
				"id=\"mirror-state\" class=\"badge trouble\">Trying again<");
		assertThat(page()).contains("Customer.io is away or fails. Everything waits in memory.")
			.containsPattern("id=\"mirror-error\">[^<]*503");
		assertThat(lunogram().events()).extracting(ReceivedEvent::name).containsExactly("customer.registered");
		comeBack(customerIo);
		assertThat(this.publisher.flush(LONG)).isTrue();
		awaitPage("mirror-waiting\">0<", "id=\"mirror-state\" class=\"badge well\">Running<");
	}

	@Test
	void thePageShowsTheOtherWayRoundToo() {
		this.target.behave(StandInBehaviour.FAILS);
		register("c-3");
		awaitPage("mirror-waiting\">0<", "waiting\">4<", "id=\"state\" class=\"badge trouble\">Trying again<",
				"id=\"mirror-state\" class=\"badge well\">Running<");
		verify("@.action == 'event' && @.identifiers.id == 'c-3'");
		assertThat(lunogram().events()).isEmpty();
	}

	@Test
	void thePageTellsWhatIsNotMirrored() {
		register("c-4");
		post("/api/customers/c-4/trial", "{\"endsAt\":\"2030-01-31T00:00:00Z\"}");
		assertThat(this.publisher.flush(LONG)).isTrue();
		assertThat(page()).containsPattern("id=\"mirror-leftOut\">[1-9]").containsPattern("no counterpart: [1-9]");
	}

	@Test
	void openPagesHearOfBothSides() {
		goDown(customerIo);
		register("c-5");
		awaitPage("mirror-state\" class=\"badge trouble\">");
		MvcTestResult live = this.mvc.get().uri("/live").asyncExchange();
		Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(text(live)).contains("\"mirror\":{\"side\":{"));
		assertThat(text(live)).containsPattern("\"lunogram\":\\{\"state\":\"Running\".*\"mirror\":"
				+ "\\{\"side\":\\{\"state\":\"Trying again\".*\"waiting\":4,.*\"writes\":");
	}

	private void awaitPage(String... texts) {
		Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(page()).contains(texts));
	}

	private String page() {
		MvcTestResult result = this.mvc.get().uri("/").exchange();
		assertThat(result).hasStatusOk();
		return text(result);
	}

	private static String text(MvcTestResult result) {
		try {
			return result.getResponse().getContentAsString();
		}
		catch (UnsupportedEncodingException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
