package com.lunogram.sample;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.spring.boot.test.LunogramServer;
import com.lunogram.spring.boot.test.ReceivedEvent;
import com.lunogram.spring.boot.test.StoredOrganization;
import com.lunogram.spring.boot.test.StoredSchedule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the shop's REST surface, and of what reaches Lunogram through it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "spring.datasource.url=jdbc:h2:mem:shop-application")
@AutoConfigureRestTestClient
class ShopApplicationTests {

	@Autowired
	private RestTestClient http;

	@Autowired
	private LunogramPublisher publisher;

	@Autowired
	private LunogramTarget target;

	@SuppressWarnings("NullAway.Init")
	private LunogramServer lunogram;

	@BeforeEach
	void forgetWhatArrived() {
		this.lunogram = Objects.requireNonNull(this.target.standIn());
		assertThat(this.publisher.flush(Duration.ofMinutes(1))).isTrue();
		this.lunogram.clear();
	}

	private RestTestClient.ResponseSpec post(String path, String json) {
		return this.http.post().uri(path).contentType(MediaType.APPLICATION_JSON).body(json).exchange();
	}

	private List<ReceivedEvent> events() {
		assertThat(this.publisher.flush(Duration.ofMinutes(1))).isTrue();
		return this.lunogram.events();
	}

	private void registerLucy() {
		post("/api/customers", """
				{"id":"c-1","name":"Lucy","email":"lucy@example.com","phone":"+31612345678",
				 "timezone":"Europe/Amsterdam","locale":"nl-NL","company":"acme"}""").expectStatus().isCreated();
	}

	@Test
	void aNewCustomerIsAUserAndAMemberAndAnEvent() {
		registerLucy();
		assertThat(events()).singleElement().satisfies((event) -> {
			assertThat(event.name()).isEqualTo("customer.registered");
			assertThat(event.dropped()).as("the user came after the event").isFalse();
		});
		assertThat(this.lunogram.users()).singleElement().satisfies((user) -> {
			assertThat(user.email()).isEqualTo("lucy@example.com");
			assertThat(user.phone()).isEqualTo("+31612345678");
			assertThat(user.timezone()).isEqualTo("Europe/Amsterdam");
			assertThat(user.locale()).isEqualTo("nl-NL");
			assertThat(user.data()).containsEntry("name", "Lucy");
		});
		assertThat(this.lunogram.organizations()).extracting(StoredOrganization::name).containsExactly("acme");
		assertThat(this.lunogram.organizations().get(0).members()).hasSize(1);
	}

	@Test
	void anOrderIsAnEventOfItsCustomer() {
		registerLucy();
		JsonNode order = order();
		assertThat(order.get("total").decimalValue()).isEqualByComparingTo("9");
		ReceivedEvent event = events().get(1);
		assertThat(event.name()).isEqualTo("order.placed");
		assertThat(event.identifiers().get(0).externalId()).isEqualTo("c-1");
		assertThat(event.data()).containsEntry("orderId", order.get("id").asString())
			.containsEntry("sku", "tea")
			.containsEntry("quantity", 2)
			.hasEntrySatisfying("total", (total) -> assertThat(((Number) total).doubleValue()).isEqualTo(9));
	}

	private JsonNode order() {
		byte[] body = post("/api/orders", "{\"customerId\":\"c-1\",\"sku\":\"tea\",\"quantity\":2,\"unitPrice\":4.5}")
			.expectStatus()
			.isCreated()
			.returnResult(byte[].class)
			.getResponseBody();
		return new JsonMapper().readTree(body);
	}

	@Test
	void aCancelledOrderIsAnEventOfItsCustomer() {
		registerLucy();
		String id = order().get("id").asString();
		post("/api/orders/" + id + "/cancel", "").expectStatus().isNoContent();
		ReceivedEvent event = events().get(2);
		assertThat(event.name()).isEqualTo("order.cancelled");
		assertThat(event.identifiers().get(0).externalId()).isEqualTo("c-1");
		assertThat(event.data()).containsOnlyKeys("orderId", CallTimeEnricher.KEY).containsEntry("orderId", id);
	}

	@Test
	void anUnknownOrderIsNotFoundAndTheServiceDeskHearsOfIt() {
		post("/api/orders/unknown/cancel", "").expectStatus()
			.isNotFound()
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("There is no order unknown");
		assertThat(events()).singleElement().satisfies((event) -> {
			assertThat(event.name()).isEqualTo("order.cancel_failed");
			assertThat(event.identifiers().get(0).externalId()).isEqualTo(ServiceDesk.ID);
			assertThat(event.data()).containsEntry("orderId", "unknown");
		});
	}

	@Test
	void aChangedPlanIsAnEventOfTheCompany() {
		registerLucy();
		post("/api/companies/acme/plan", "{\"plan\":\"pro\"}").expectStatus().isNoContent();
		ReceivedEvent event = events().get(1);
		assertThat(event.name()).isEqualTo("plan.changed");
		assertThat(event.kind()).hasToString("ORGANIZATION");
		assertThat(event.dropped()).isFalse();
		assertThat(event.data()).containsOnlyKeys("plan", CallTimeEnricher.KEY).containsEntry("plan", "pro");
		post("/api/companies/nobody/plan", "{\"plan\":\"pro\"}").expectStatus().isNotFound();
	}

	@Test
	void theEndOfATrialIsASchedule() {
		registerLucy();
		post("/api/customers/c-1/trial", "{\"endsAt\":\"2030-01-01T00:00:00Z\"}").expectStatus().isAccepted();
		post("/api/customers/c-1/trial", "{\"endsAt\":\"2031-01-01T00:00:00Z\"}").expectStatus().isAccepted();
		events();
		assertThat(this.lunogram.schedules()).extracting(StoredSchedule::name).containsExactly("trial_end");
	}

	@Test
	void aDeletedCustomerIsNoUserAnyMore() {
		registerLucy();
		this.http.delete().uri("/api/customers/c-1").exchange().expectStatus().isNoContent();
		events();
		assertThat(this.lunogram.users()).isEmpty();
		this.http.delete().uri("/api/customers/c-1").exchange().expectStatus().isNotFound();
	}

	@Test
	void whatLunogramWouldRefuseIsABadRequest() {
		post("/api/customers", "{\"id\":\"c-2\",\"name\":\"Bo\",\"email\":\"bo@example.com\",\"phone\":\"06-12\"}")
			.expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("phone must be in E.164 form such as +31612345678");
		post("/api/customers", "{\"id\":\"\",\"name\":\"Bo\",\"email\":\"bo@example.com\"}").expectStatus()
			.isBadRequest();
		post("/api/orders", "{\"customerId\":\"nobody\",\"sku\":\"tea\",\"quantity\":1,\"unitPrice\":1}").expectStatus()
			.isNotFound();
	}

	@Test
	void anImportReportsBadLinesAndGoesOn() {
		String lines = """
				{"name":"a","user":"u-1","data":{"n":1}}

				{"name":"a","user":"u-1"
				{"name":"","user":"u-1"}
				{"name":"b"}
				{"name":"c","organization":"acme"}
				{"name":"d","user":"u-1","data":[1]}
				{"name":"e","user":"u-1","data":{"text":"%s"}}
				{"name":"f","user":"u-1","unknown":"field"}
				null""".formatted("x".repeat(2 << 20));
		this.http.post()
			.uri("/api/import")
			.contentType(MediaType.APPLICATION_NDJSON)
			.body(lines)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.accepted")
			.isEqualTo(3)
			.jsonPath("$.rejectedCount")
			.isEqualTo(6)
			.jsonPath("$.rejected[*].line")
			.isEqualTo(List.of(3, 4, 5, 7, 8, 10))
			.jsonPath("$.rejected[1].reason")
			.isEqualTo("name must not be blank")
			.jsonPath("$.rejected[2].reason")
			.isEqualTo("user or organization is required");
		assertThat(events()).extracting(ReceivedEvent::name).containsExactlyInAnyOrder("a", "c", "f");
	}

}
