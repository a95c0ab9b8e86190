package com.lunogram.spring.boot.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import com.lunogram.spring.boot.test.ApiClient.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for batches of events.
 */
class EventTests {

	@RegisterExtension
	static final StandIn standIn = new StandIn();

	private static final String GOOD = "{'name': 'good', 'identifier': [{'external_id': 'x'}], 'data': {}}";

	private final ApiClient api = standIn.api();

	private final LunogramServer server = standIn.server();

	@Test
	void queuesEventsInOrder() {
		standIn.addUser("u");
		Response response = this.api.post("/users/events", """
				[{'name': 'a', 'identifier': [{'external_id': 'u'}], 'data': {'total': 12.5, 'none': null}},
				 {'name': 'b', 'match': {'plan': 'pro'}, 'data': {}}]""");
		assertThat(response.status()).isEqualTo(202);
		assertThat(response.body()).isEmpty();
		List<ReceivedEvent> events = this.server.events();
		assertThat(events).extracting(ReceivedEvent::name).containsExactly("a", "b");
		assertThat(events).extracting(ReceivedEvent::dropped).containsOnly(false);
		assertThat(events).extracting(ReceivedEvent::kind).containsOnly(SubjectKind.USER);
		assertThat(events.get(0).identifiers()).containsExactly(new Identifier("default", "u", Map.of()));
		assertThat(events.get(0).match()).isNull();
		assertThat(events.get(0).data()).containsEntry("total", 12.5).containsEntry("none", null);
		assertThat(events.get(1).identifiers()).isEmpty();
		assertThat(events.get(1).match()).isEqualTo(Map.of("plan", "pro"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/users", "/organizations" })
	void dropsEventsOfUnknownSubjects(String area) {
		Response response = this.api.post(area + "/events", "[%s]".formatted(GOOD));
		assertThat(response.status()).isEqualTo(202);
		assertThat(this.server.events()).singleElement().extracting(ReceivedEvent::dropped).isEqualTo(true);
		assertThat(this.server.dropped()).singleElement().satisfies((drop) -> {
			assertThat(drop.operation()).isEqualTo(area.equals("/users") ? "postUserEvents" : "postOrganizationEvents");
			assertThat(drop.body()).containsEntry("name", "good");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'name': 'bad', 'identifier': [{'external_id': 'x'}]}",
			"{'name': 'bad', 'identifier': [{'external_id': 'x'}], 'data': null}",
			"{'name': '', 'identifier': [{'external_id': 'x'}], 'data': {}}",
			"{'name': 'bad', 'identifier': [], 'data': {}}", "{'name': 'bad', 'match': [], 'data': {}}" })
	void queuesNothingOfABatchThatBreaksTheSchema(String bad) {
		Response response = this.api.post("/users/events", "[%s, %s, %s]".formatted(GOOD, bad, GOOD));
		assertThat(response.status()).isEqualTo(400);
		assertThat(this.server.events()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'name': 'bad', 'data': {}}", "{'name': 'bad', 'match': null, 'data': {}}",
			"{'name': 'bad', 'match': {}, 'identifier': [{'external_id': 'x'}], 'data': {}}" })
	void queuesTheEntriesBeforeOneWithBothOrNeitherOfMatchAndIdentifier(String bad) {
		for (String area : List.of("/users", "/organizations")) {
			this.server.clear();
			Response response = this.api.post(area + "/events", "[%s, %s, %s]".formatted(GOOD, bad, GOOD));
			assertThat(response.status()).isEqualTo(400);
			assertThat(this.server.events()).hasSize(1);
		}
	}

	@Test
	void takesANullMatchAsAbsent() {
		Response response = this.api.post("/users/events",
				"[{'name': 'n', 'match': null, 'identifier': [{'external_id': 'x'}], 'data': {}}]");
		assertThat(response.status()).isEqualTo(202);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/users", "/organizations" })
	void failsInTheMiddleOfABatchOnIdentifiersOfTwoSubjects(String area) {
		this.api.post(area, "{'identifier': [{'external_id': 'a'}]}");
		this.api.post(area, "{'identifier': [{'external_id': 'b'}]}");
		String bad = "{'name': 'bad', 'identifier': [{'external_id': 'a'}, {'external_id': 'b'}], 'data': {}}";
		Response response = this.api.post(area + "/events", "[%s, %s, %s]".formatted(GOOD, bad, GOOD));
		assertThat(response.status()).isEqualTo(500);
		assertThat(this.server.events()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "xxx", "\u20AC" })
	void failsInTheMiddleOfABatchOnAnEventThatIsTooLargeForTheQueue(String threeBytes) {
		String large = "{'name': 'large', 'identifier': [{'external_id': 'x'}], 'data': {'text': '%s'}}"
			.formatted(threeBytes.repeat(1024 * 1024 / 3));
		Response response = this.api.post("/users/events", "[%s, %s, %s]".formatted(GOOD, large, GOOD));
		assertThat(response.status()).isEqualTo(500);
		assertThat(this.server.events()).hasSize(1);
	}

	@Test
	void takesOrganizationEventsWithoutData() {
		standIn.addOrganization("o");
		Response response = this.api.post("/organizations/events",
				"[{'name': 'a', 'identifier': [{'external_id': 'o'}]}, {'name': 'b', 'match': {}, 'data': null}]");
		assertThat(response.status()).isEqualTo(202);
		assertThat(this.server.events()).allSatisfy((event) -> {
			assertThat(event.kind()).isEqualTo(SubjectKind.ORGANIZATION);
			assertThat(event.data()).isEmpty();
			assertThat(event.dropped()).isFalse();
		});
	}

	@Test
	void queuesNothingOfABatchWithARefusedEvent() {
		this.server.refuseEvent("bad");
		Response response = this.api.post("/users/events",
				"[%s, {'name': 'bad', 'match': {}, 'data': {}}]".formatted(GOOD));
		assertThat(response.status()).isEqualTo(403);
		assertThat(this.server.events()).isEmpty();
		this.server.behave();
		assertThat(this.api.post("/users/events", "[{'name': 'bad', 'match': {}, 'data': {}}]").status())
			.isEqualTo(202);
	}

	@Test
	@Timeout(60)
	void takesThousandsOfEventsInShortTime() {
		String batch = "[" + String.join(",", Collections.nCopies(500, GOOD)) + "]";
		List<Integer> statuses = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			statuses.add(this.api.post("/users/events", batch).status());
		}
		assertThat(statuses).containsOnly(202);
		assertThat(this.server.totalEvents()).isEqualTo(15_000);
		assertThat(this.server.events()).hasSize(10_000);
	}

}
