package com.lunogram.sample;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * End-to-end tests of the shop as a process, against a stand-in outside of it.
 */
class ShopProcessTests {

	private static final JsonMapper JSON = new JsonMapper();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path data;

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
		try (ShopProcess shop = ShopProcess.start(this.data, connection())) {
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
	void whatIsAcceptedArrivesThoughTheProcessEnds() throws IOException {
		Map<String, String> connection = new LinkedHashMap<>(connection());
		connection.put("LUNOGRAM_DELIVERY_SHUTDOWN_TIMEOUT", "2m");
		try (ShopProcess shop = ShopProcess.start(this.data, connection)) {
			HttpResponse<String> imported = shop.send("POST", "/api/import", "application/x-ndjson",
					BodyPublishers.ofFile(events()));
			assertThat(imported.statusCode()).as(imported.body()).isEqualTo(200);
			shop.stop();
			assertThat(received()).as(shop.output()).isEqualTo(expected(events()));
		}
	}

	@Test
	void sendsToTheProjectOfTheConfiguration() throws IOException {
		Map<String, String> connection = new LinkedHashMap<>(connection());
		connection.put("LUNOGRAM_PROJECT_ID", this.lunogram.projectId().toString());
		try (ShopProcess shop = ShopProcess.start(this.data, connection)) {
			shop.post("/api/customers", "{\"id\":\"c-1\",\"name\":\"Lucy\",\"email\":\"lucy@example.com\"}");
			awaitEvents(1);
		}
		assertThat(this.lunogram.requests()).isNotEmpty()
			.allSatisfy((request) -> assertThat(request.path())
				.startsWith("/api/client/projects/" + this.lunogram.projectId() + "/"));
	}

	@Test
	void startsAStandInOfItsOwnWithoutAKey() throws IOException {
		try (ShopProcess shop = ShopProcess.start(this.data, Map.of("LUNOGRAM_API_KEY", ""))) {
			assertThat(shop.output()).contains("a stand-in for Lunogram listens at");
			shop.post("/api/customers", "{\"id\":\"c-1\",\"name\":\"Lucy\",\"email\":\"lucy@example.com\"}");
			Awaitility.await()
				.atMost(Duration.ofMinutes(2))
				.until(() -> shop.get("/").body().contains("customer.registered"));
		}
		assertThat(this.lunogram.requests()).isEmpty();
	}

	@Test
	void whatWaitsWhileTheServerIsGoneArrivesAfterARestart() throws IOException {
		try (ShopProcess shop = ShopProcess.start(this.data, Map.of())) {
			shop.post("/api/customers", "{\"id\":\"c-1\",\"name\":\"Lucy\",\"email\":\"lucy@example.com\"}");
			Awaitility.await()
				.atMost(Duration.ofMinutes(2))
				.until(() -> shop.get("/").body().contains("customer.registered"));
			assertThat(shop.submit("/stand-in", "behaviour=GONE").body()).contains("refuses every connection");
			for (String article : List.of("tea", "cups", "biscuits")) {
				shop.post("/api/orders",
						"{\"customerId\":\"c-1\",\"sku\":\"" + article + "\",\"quantity\":1,\"unitPrice\":4.5}");
			}
			shop.kill();
		}
		try (ShopProcess shop = ShopProcess.start(this.data, Map.of())) {
			Awaitility.await()
				.atMost(Duration.ofMinutes(2))
				.untilAsserted(() -> assertThat(shop.get("/").body().replace("&quot;", "\""))
					// The newest is the first in the table.
					.containsSubsequence("\"sku\":\"biscuits\"", "\"sku\":\"cups\"", "\"sku\":\"tea\"")
					.doesNotContain("unknown to Lunogram"));
		}
	}

	@Test
	void openPagesDoNotKeepItFromStopping() throws Exception {
		try (ShopProcess shop = ShopProcess.start(this.data, connection())) {
			HttpClient http = HttpClient.newHttpClient();
			HttpResponse<InputStream> live = http.send(HttpRequest.newBuilder(shop.uri("/live")).build(),
					BodyHandlers.ofInputStream());
			assertThat(live.body().read()).isPositive();
			shop.stop();
			assertThat(shop.output()).contains("Graceful shutdown complete")
				.doesNotContain("Graceful shutdown aborted");
		}
	}

	@Test
	void startsAheadOfTimeProcessed() throws IOException {
		try (ShopProcess shop = ShopProcess.start(this.data, connection(), "-Dspring.aot.enabled=true")) {
			assertThat(shop.output()).contains("Starting AOT-processed ShopApplication");
			assertThat(shop.post("/api/customers", "{\"id\":\"c-1\",\"name\":\"Lucy\",\"email\":\"lucy@example.com\"}")
				.statusCode()).isEqualTo(201);
			awaitEvents(1);
			assertThat(this.lunogram.events()).singleElement().satisfies((event) -> {
				assertThat(event.name()).isEqualTo("customer.registered");
				assertThat(event.data()).as("nothing is added for a server").containsOnlyKeys("name");
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
