package com.lunogram.sample;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.lunogram.spring.boot.test.LunogramServer;
import com.lunogram.spring.boot.test.ReceivedEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * End-to-end tests of the shop as a process, against a stand-in outside of it.
 */
class ShopProcessTests {

	private static final JsonMapper JSON = new JsonMapper();

	private final LunogramServer lunogram = LunogramServer.builder().apiKey("sk_shop").start();

	@AfterEach
	void closeServer() {
		this.lunogram.close();
	}

	private Map<String, String> connection() {
		return Map.of("LUNOGRAM_API_KEY", "sk_shop", "LUNOGRAM_BASE_URL", this.lunogram.baseUrl().toString());
	}

	@Test
	void everyImportedEventArrivesOnceAndInOrderOfItsUser() throws IOException {
		Path file = events();
		try (ShopProcess shop = ShopProcess.start(connection())) {
			int lines = Files.readAllLines(file).size();
			JsonNode report = JSON
				.readTree(shop.send("POST", "/api/import", "application/x-ndjson", BodyPublishers.ofFile(file)).body());
			assertThat(report.get("rejected")).isEmpty();
			assertThat(report.get("accepted").asInt()).isEqualTo(lines);
			awaitEvents(lines);
			assertThat(received()).isEqualTo(expected(file));
		}
	}

	@Test
	void whatIsAcceptedIsDeliveredBeforeTheProcessEnds() throws IOException {
		Map<String, String> connection = new LinkedHashMap<>(connection());
		connection.put("LUNOGRAM_DELIVERY_SHUTDOWN_TIMEOUT", "2m");
		try (ShopProcess shop = ShopProcess.start(connection)) {
			shop.send("POST", "/api/import", "application/x-ndjson", BodyPublishers.ofFile(events()));
			shop.stop();
		}
		assertThat(received()).isEqualTo(expected(events()));
	}

	@Test
	void sendsToTheProjectOfTheConfiguration() throws IOException {
		Map<String, String> connection = new LinkedHashMap<>(connection());
		connection.put("LUNOGRAM_PROJECT_ID", this.lunogram.projectId().toString());
		try (ShopProcess shop = ShopProcess.start(connection)) {
			shop.post("/api/customers", "{\"id\":\"c-1\",\"name\":\"Lucy\",\"email\":\"lucy@example.com\"}");
			awaitEvents(1);
		}
		assertThat(this.lunogram.requests()).isNotEmpty()
			.allSatisfy((request) -> assertThat(request.path())
				.startsWith("/api/client/projects/" + this.lunogram.projectId() + "/"));
	}

	@Test
	void startsAStandInOfItsOwnWithoutAKey() throws IOException {
		try (ShopProcess shop = ShopProcess.start(Map.of("LUNOGRAM_API_KEY", ""))) {
			assertThat(shop.output()).contains("a stand-in for Lunogram listens at");
			shop.post("/api/customers", "{\"id\":\"c-1\",\"name\":\"Lucy\",\"email\":\"lucy@example.com\"}");
			Awaitility.await()
				.atMost(Duration.ofMinutes(2))
				.until(() -> shop.get("/").body().contains("customer.registered"));
		}
		assertThat(this.lunogram.requests()).isEmpty();
	}

	@Test
	void startsAheadOfTimeProcessed() throws IOException {
		try (ShopProcess shop = ShopProcess.start(connection(), "-Dspring.aot.enabled=true")) {
			assertThat(shop.output()).contains("Starting AOT-processed ShopApplication");
			assertThat(shop.post("/api/customers", "{\"id\":\"c-1\",\"name\":\"Lucy\",\"email\":\"lucy@example.com\"}")
				.statusCode()).isEqualTo(201);
			awaitEvents(1);
			assertThat(this.lunogram.events()).singleElement().satisfies((event) -> {
				assertThat(event.name()).isEqualTo("customer.registered");
				assertThat(event.dropped()).isFalse();
			});
		}
	}

	private void awaitEvents(int count) {
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> this.lunogram.totalEvents() >= count);
	}

	/**
	 * The events of the real data where they are, a small file of our own else.
	 */
	private static Path events() {
		Path real = Path.of("../../shared/data/github-events.ndjson");
		return Files.exists(real) ? real : Path.of("src/test/resources/events.ndjson");
	}

	private Map<String, List<Object>> received() {
		Map<String, List<Object>> received = new LinkedHashMap<>();
		for (ReceivedEvent event : this.lunogram.events()) {
			received.computeIfAbsent(event.identifiers().get(0).externalId(), (user) -> new ArrayList<>())
				.add(List.of(event.name(), event.data()));
		}
		return received;
	}

	private static Map<String, List<Object>> expected(Path file) throws IOException {
		Map<String, List<Object>> expected = new LinkedHashMap<>();
		for (String line : Files.readAllLines(file)) {
			Map<?, ?> event = JSON.readValue(line, Map.class);
			expected.computeIfAbsent((String) event.get("user"), (user) -> new ArrayList<>())
				.add(List.of(event.get("name"), event.get("data")));
		}
		return expected;
	}

}
