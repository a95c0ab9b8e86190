package com.lunogram.customerio;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.lunogram.support.CustomerIoServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every operation of the Track API, request and answer held against the document.
 */
class TrackOperationTests {

	@RegisterExtension
	static final CustomerIoServer server = CustomerIoServer.forGoodAnswers();

	@Test
	void thereIsASampleOfEveryOperation() {
		assertThat(CustomerIoServer.operationsBelow("/api/")).containsExactlyInAnyOrderElementsOf(
				TrackCall.all().stream().map(TrackCall::operation).distinct().toList());
	}

	@ParameterizedTest
	@MethodSource("samples")
	void sendsWhatTheContractSaysAndReadsTheAnswer(TrackCall sample) {
		server.answerJson(200, sample.answer());
		assertThat(sample.call().apply(server.trackClient())).isEqualTo(sample.result());
		LoggedRequest request = server.onlyRequest();
		assertThat(request.getMethod().getName()).isEqualTo(sample.method());
		assertThat(request.getUrl()).isEqualTo(sample.path());
		assertThat(request.getBodyAsString()).isEqualTo(sample.request());
		assertThat(request.header("Authorization").values())
			.containsExactly("Basic c2l0ZS0xOmtleS00ZjFkMGMyYjNhNTk2ODdl");
		assertThat(request.getHeader("User-Agent")).startsWith("lunogram-java/");
		if (!sample.request().isEmpty()) {
			assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
		}
	}

	static List<TrackCall> samples() {
		return TrackCall.all();
	}

	@ParameterizedTest
	@CsvSource({ "a/b,a%2Fb", "a b,a%20b", "a+b,a%2Bb", "ü@x.y,%C3%BC%40x.y", "%2F,%252F", "a%2Fb,a%252Fb",
			"a?b#c,a%3Fb%23c", "...,...", ".a,.a", "cio_a1,cio_a1", "{person},%7Bperson%7D",
			"a;b=c&d:e,a%3Bb%3Dc%26d%3Ae", "\uD83D\uDE00,%F0%9F%98%80", "A-z0.9_~,A-z0.9_~", "%2e%2e,%252e%252e",
			"a\\b,a%5Cb", "*'(),%2A%27%28%29" })
	void idsAreOneSegmentOfThePathWhateverTheyHold(String id, String segment) {
		server.answerJson(200, "{}");
		Map<String, Consumer<CustomerIoTrackClient>> calls = Map.of("", (client) -> client.delete(id), "/suppress",
				(client) -> client.suppress(id), "/unsuppress", (client) -> client.unsuppress(id), "/events",
				(client) -> client.track(id, "e", Map.of()), "/devices",
				(client) -> client.addDevice(id, PushDevice.ios("t").build()), "/devices/" + segment,
				(client) -> client.deleteDevice(id, id));
		calls.forEach((rest, call) -> {
			server.wireMock().resetRequests();
			call.accept(server.trackClient());
			assertThat(server.onlyRequest().getUrl()).isEqualTo("/api/v1/customers/" + segment + rest);
		});
		server.wireMock().resetRequests();
		server.trackClient().identify(id, Map.of("a", true));
		assertThat(server.onlyRequest().getUrl()).isEqualTo("/api/v1/customers/" + segment);
	}

	@Test
	void reservedAttributesGoOutAsTheContractTypesThem() {
		server.answerJson(200, "{}");
		Relationship company = Relationship.to(ObjectIdentifier.of("1", "acme"))
			.withAttributes(Map.of("role", "admin"));
		server.trackClient()
			.identify(IdentifyRequest.builder("lucy@example.com")
				.id("u-1")
				.anonymousId("anon-1")
				.updateOnly(false)
				.timestamp(Instant.ofEpochSecond(5))
				.topic(2, false)
				.addRelationships(List.of(company))
				.build());
		assertThat(server.onlyRequest().getBodyAsString()).isEqualTo("{\"id\":\"u-1\",\"anonymous_id\":\"anon-1\","
				+ "\"_update\":false,\"_timestamp\":5,\"cio_subscription_preferences.topics.topic_2\":false,"
				+ "\"cio_relationships\":{\"action\":\"add_relationships\",\"relationships\":[{\"identifiers\":"
				+ "{\"object_type_id\":\"1\",\"object_id\":\"acme\"},\"relationship_attributes\":{\"role\":\"admin\"}}]}}");
	}

	@Test
	void aRequestIsWhatItWasWhenItWasMade() {
		server.answerJson(200, "{}");
		Map<String, Object> data = new HashMap<>(Map.of("a", 1));
		TrackEvent.Builder builder = TrackEvent.builder("e").data(data);
		TrackEvent event = builder.build();
		data.put("a", 2);
		builder.data("a", 3);
		server.trackClient().track("u-1", event);
		assertThat(server.onlyRequest().getBodyAsString()).isEqualTo("{\"name\":\"e\",\"data\":{\"a\":1}}");
	}

	@Test
	void knowsBothRegions() {
		server.answer(aResponse().withHeader("Content-Type", "application/json").withBody("{\"region\":\"us\"}"));
		assertThat(server.trackClient().region()).isEqualTo(new AccountRegion(CustomerIoRegion.US, null, null));
	}

}
