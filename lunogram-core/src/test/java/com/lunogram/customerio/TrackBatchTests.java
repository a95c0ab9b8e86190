package com.lunogram.customerio;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.lunogram.http.JsonCodec;
import com.lunogram.support.CustomerIoServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.lunogram.support.DocumentedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Many operations at once.
 */
class TrackBatchTests {

	private static final PersonIdentifier LUCY = PersonIdentifier.email("lucy@example.com");

	private static final ObjectIdentifier ACME = ObjectIdentifier.of("1", "acme");

	@RegisterExtension
	static final CustomerIoServer server = CustomerIoServer.forGoodAnswers();

	@Test
	void writesEveryOperation() {
		server.answerJson(200, "{}");
		PushDevice device = PushDevice.android("t").lastUsed(Instant.ofEpochSecond(9)).build();
		TrackEvent event = TrackEvent.builder("e").data("a", 1).id("i").timestamp(Instant.ofEpochSecond(5)).build();
		BatchResult result = server.trackClient()
			.batch(List.of(BatchOperation.identify(LUCY, Map.of("vip", false)), BatchOperation.delete(LUCY),
					BatchOperation.event(LUCY, event),
					BatchOperation.event(PersonIdentifier.phone("+31612345678"), TrackEvent.page("/p").build()),
					BatchOperation.event(PersonIdentifier.cioId("a1"), TrackEvent.screen("Home").build()),
					BatchOperation.addDevice(LUCY, device), BatchOperation.deleteDevice(LUCY, "t"),
					BatchOperation.addRelationships(LUCY, List.of(Relationship.to(ACME))),
					BatchOperation.deleteRelationships(LUCY, List.of(Relationship.to(ObjectIdentifier.cioId("o1")))),
					BatchOperation.merge(PersonIdentifier.id("u-1"), LUCY), BatchOperation.suppress(LUCY),
					BatchOperation.unsuppress(LUCY), BatchOperation.identify(ACME, Map.of("plan", "pro")),
					BatchOperation.delete(ACME),
					BatchOperation.addRelationships(ACME, List.of(Relationship.to(PersonIdentifier.id("u-1")))),
					BatchOperation.deleteRelationships(ACME, List.of(Relationship.to(LUCY))),
					BatchOperation.of("delivery", "opened", Map.of("delivery_id", "d"))));
		assertThat(result).isEqualTo(new BatchResult(17, List.of()));
		assertThat(result.isComplete()).isTrue();
		String lucy = "\"identifiers\":{\"email\":\"lucy@example.com\"}";
		String acme = "\"identifiers\":{\"object_type_id\":\"1\",\"object_id\":\"acme\"}";
		assertThat(operations(server.onlyRequest())).containsExactly(
				"{\"type\":\"person\",\"action\":\"identify\"," + lucy + ",\"attributes\":{\"vip\":false}}",
				"{\"type\":\"person\",\"action\":\"delete\"," + lucy + "}",
				"{\"type\":\"person\",\"action\":\"event\"," + lucy
						+ ",\"name\":\"e\",\"attributes\":{\"a\":1},\"id\":\"i\",\"timestamp\":5}",
				"{\"type\":\"person\",\"action\":\"page\",\"identifiers\":{\"phone\":\"+31612345678\"},\"name\":\"/p\"}",
				"{\"type\":\"person\",\"action\":\"screen\",\"identifiers\":{\"cio_id\":\"a1\"},\"name\":\"Home\"}",
				"{\"type\":\"person\",\"action\":\"add_device\"," + lucy
						+ ",\"device\":{\"token\":\"t\",\"platform\":\"android\",\"last_used\":9}}",
				"{\"type\":\"person\",\"action\":\"delete_device\"," + lucy + ",\"device\":{\"token\":\"t\"}}",
				"{\"type\":\"person\",\"action\":\"add_relationships\"," + lucy + ",\"cio_relationships\":[{" + acme
						+ "}]}",
				"{\"type\":\"person\",\"action\":\"delete_relationships\"," + lucy
						+ ",\"cio_relationships\":[{\"identifiers\":{\"cio_object_id\":\"o1\"}}]}",
				"{\"type\":\"person\",\"action\":\"merge\",\"primary\":{\"id\":\"u-1\"},"
						+ "\"secondary\":{\"email\":\"lucy@example.com\"}}",
				"{\"type\":\"person\",\"action\":\"suppress\"," + lucy + "}",
				"{\"type\":\"person\",\"action\":\"unsuppress\"," + lucy + "}",
				"{\"type\":\"object\",\"action\":\"identify\"," + acme + ",\"attributes\":{\"plan\":\"pro\"}}",
				"{\"type\":\"object\",\"action\":\"delete\"," + acme + "}",
				"{\"type\":\"object\",\"action\":\"add_relationships\"," + acme
						+ ",\"cio_relationships\":[{\"identifiers\":{\"id\":\"u-1\"}}]}",
				"{\"type\":\"object\",\"action\":\"delete_relationships\"," + acme + ",\"cio_relationships\":[{" + lucy
						+ "}]}",
				"{\"type\":\"delivery\",\"action\":\"opened\",\"delivery_id\":\"d\"}");
	}

	@Test
	void reportsEachRefusedOperation() {
		server.answerJson(207,
				"{\"errors\":[{\"batch_index\":2,\"reason\":\"required\",\"field\":\"name\","
						+ "\"message\":\"is missing\"},{\"batch_index\":0,\"reason\":\"invalid\"},"
						+ "{\"batch_index\":3,\"reason\":\"beyond\"},{\"reason\":\"unknown\"}]}");
		List<BatchOperation> operations = operations(3, 10);
		BatchResult result = server.trackClient().batch(operations);
		assertThat(result.size()).isEqualTo(3);
		assertThat(result.isComplete()).isFalse();
		assertThat(result.refused()).containsExactly(
				new RefusedOperation(2, operations.get(2), new CustomerIoError("is missing", "required", "name")),
				new RefusedOperation(0, operations.get(0), new CustomerIoError(null, "invalid", null)),
				new RefusedOperation(-1, null, new CustomerIoError(null, "beyond", null)),
				new RefusedOperation(-1, null, new CustomerIoError(null, "unknown", null)));
	}

	@Test
	void theOnlyOperationIsTheOneThatIsRefused() {
		server.answerJson(207, "{\"errors\":[{\"reason\":\"invalid\"}]}");
		List<BatchOperation> operations = operations(1, 10);
		assertThat(server.trackClient().batch(operations).refused())
			.containsExactly(new RefusedOperation(0, operations.get(0), new CustomerIoError(null, "invalid", null)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"errors\":[]}" })
	void aPartialSuccessMustTellOfWhat(String body) {
		server.answerJson(207, body);
		assertThatExceptionOfType(CustomerIoResponseException.class)
			.isThrownBy(() -> server.trackClient().batch(operations(2, 10)))
			.withMessageContaining("which operations are refused");
	}

	@Test
	void nothingAcceptedIsAnException() {
		server.answerJson(400, "{\"errors\":[{\"reason\":\"invalid\",\"message\":\"no batch\"}]}");
		assertThatExceptionOfType(CustomerIoBadRequestException.class)
			.isThrownBy(() -> server.trackClient().batch(operations(2, 10)))
			.withMessageContaining("no batch (invalid)");
	}

	@Test
	void splitsByTheSizeOfRequestsAndKeepsTheOrder() {
		server.answerJson(200, "{}");
		List<BatchOperation> operations = operations(100, 20_000);
		assertThat(server.trackClient().batch(operations).isComplete()).isTrue();
		List<String> sent = new ArrayList<>();
		assertThat(server.requests()).hasSize(5).allSatisfy((request) -> {
			assertThat(request.getBody()).hasSizeLessThanOrEqualTo(500_000);
			sent.addAll(operations(request));
		});
		assertThat(sent).hasSize(100);
		for (int i = 0; i < 100; i++) {
			assertThat(sent.get(i)).contains("\"id\":\"u-" + i + "\"");
		}
	}

	@Test
	void fillsARequestToTheLastByte() {
		server.answerJson(200, "{}");
		List<BatchOperation> operations = new ArrayList<>(operations(24, 20_000));
		operations.addAll(operations(1, 1));
		int missing = 500_000 - size(operations);
		operations.set(24, operations(1, 1 + missing).get(0));
		server.trackClient().batch(operations);
		assertThat(server.onlyRequest().getBody()).hasSize(500_000);
		server.wireMock().resetRequests();
		operations.set(24, operations(1, 2 + missing).get(0));
		server.trackClient().batch(operations);
		assertThat(server.requests()).hasSize(2);
	}

	private static int size(List<BatchOperation> operations) {
		return new JsonCodec()
			.writeObject(Map.of("batch", operations.stream().map(BatchOperation::toMap).toList())).length;
	}

	@Test
	void refusesAnOperationBeyondItsLimitBeforeAnythingIsSent() {
		List<BatchOperation> operations = new ArrayList<>(operations(30, 30_000));
		operations.add(operations(1, 33_000).get(0));
		assertThatIllegalArgumentException().isThrownBy(() -> server.trackClient().batch(operations))
			.withMessageStartingWith("operations[30] must be at most 32768 bytes as JSON, not 33");
		assertThat(server.requests()).isEmpty();
	}

	@Test
	void placesInLaterRequestsArePlacesInTheList() {
		server.wireMock()
			.stubFor(post(urlEqualTo("/api/v2/batch")).inScenario("s")
				.whenScenarioStateIs(Scenario.STARTED)
				.willReturn(json(200, "{}"))
				.willSetStateTo("second"));
		server.wireMock()
			.stubFor(post(urlEqualTo("/api/v2/batch")).inScenario("s")
				.whenScenarioStateIs("second")
				.willReturn(json(207, "{\"errors\":[{\"batch_index\":1,\"reason\":\"invalid\"}]}")));
		List<BatchOperation> operations = operations(30, 20_000);
		int first = 24;
		assertThat(server.trackClient().batch(operations).refused()).containsExactly(
				new RefusedOperation(first + 1, operations.get(first + 1), new CustomerIoError(null, "invalid", null)));
	}

	@Test
	void aLaterFailureTellsWhatIsDone() {
		server.wireMock()
			.stubFor(post(urlEqualTo("/api/v2/batch")).inScenario("s")
				.whenScenarioStateIs(Scenario.STARTED)
				.willReturn(json(207, "{\"errors\":[{\"batch_index\":0,\"reason\":\"invalid\"}]}"))
				.willSetStateTo("second"));
		server.wireMock()
			.stubFor(post(urlEqualTo("/api/v2/batch")).inScenario("s")
				.whenScenarioStateIs("second")
				.willReturn(json(401, "{\"meta\":{\"error\":\"gone\"}}")));
		List<BatchOperation> operations = operations(60, 20_000);
		CustomerIoBatchException ex = catchThrowableOfType(CustomerIoBatchException.class,
				() -> server.trackClient().batch(operations));
		assertThat(ex.completed()).isEqualTo(24);
		assertThat(ex.refused())
			.containsExactly(new RefusedOperation(0, operations.get(0), new CustomerIoError(null, "invalid", null)));
		assertThat(ex).hasCauseInstanceOf(CustomerIoUnauthorizedException.class).hasMessageContaining("gone");
		assertThat(server.requests()).hasSize(2);
	}

	private static List<BatchOperation> operations(int count, int size) {
		List<BatchOperation> operations = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			operations.add(BatchOperation.identify(PersonIdentifier.id("u-" + i),
					Collections.singletonMap("text", "x".repeat(size))));
		}
		return operations;
	}

	private static List<String> operations(LoggedRequest request) {
		JsonNode body = new JsonCodec().read(request.getBodyAsString().getBytes(StandardCharsets.UTF_8),
				JsonNode.class);
		List<String> operations = new ArrayList<>();
		if (body != null) {
			body.path("batch").forEach((operation) -> operations.add(operation.toString()));
		}
		return operations;
	}

}
