package com.lunogram.spring.boot.test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.lunogram.spring.boot.test.ApiClient.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for users, organizations, who owns which identifier, and memberships.
 */
class SubjectTests {

	@RegisterExtension
	static final StandIn standIn = new StandIn();

	private final ApiClient api = standIn.api();

	private final LunogramServer server = standIn.server();

	@Test
	void createsThenUpdates() {
		Response created = this.api.post("/users", "{'identifier': [{'external_id': 'u'}]}");
		Response updated = this.api.post("/users", "{'identifier': [{'external_id': 'u', 'source': ''}]}");
		assertThat(created.json().path("version").asInt()).isZero();
		assertThat(updated.json().path("version").asInt()).isEqualTo(1);
		assertThat(updated.json().path("id")).isEqualTo(created.json().path("id"));
		assertThat(this.server.users()).singleElement().satisfies((user) -> {
			assertThat(user.version()).isEqualTo(1);
			assertThat(user.identifiers()).containsExactly(new Identifier("default", "u", Map.of()));
		});
	}

	@Test
	void attachesUnknownIdentifiersToTheSubjectOfAKnownOne() {
		standIn.addUser("u");
		this.api.post("/users", "{'identifier': [{'external_id': 'u'}, {'source': 'crm', 'external_id': '7'}]}");
		Response found = this.api.post("/users",
				"{'identifier': [{'source': 'crm', 'external_id': '7'}], 'email': 'a@b.nl'}");
		assertThat(found.json().path("identifier")).hasSize(2);
		assertThat(this.server.users()).singleElement().extracting(StoredUser::email).isEqualTo("a@b.nl");
	}

	@Test
	void findsSubjectsByAnIdentifierOfTheDefaultSource() {
		this.api.post("/users",
				"{'identifier': [{'source': 'crm', 'external_id': '7'}, {'external_id': 'u', 'metadata': {'a': 1}}]}");
		standIn.addOrganization("o");
		assertThat(this.server.user("u")).isPresent();
		assertThat(this.server.organization("o")).isPresent();
		assertThat(this.server.user("7")).isEmpty();
		assertThat(this.server.organization("u")).isEmpty();
	}

	@Test
	void keepsIdentifiersOfDifferentSourcesApart() {
		standIn.addUser("1");
		this.api.post("/users", "{'identifier': [{'source': 'crm', 'external_id': '1'}]}");
		assertThat(this.server.users()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/users", "/organizations" })
	void failsWhenIdentifiersBelongToTwoSubjects(String area) {
		this.api.post(area, "{'identifier': [{'external_id': 'a'}]}");
		this.api.post(area, "{'identifier': [{'external_id': 'b'}]}");
		String both = "{'identifier': [{'external_id': 'a'}, {'external_id': 'b'}, {'external_id': 'c'}]}";
		assertThat(this.api.post(area, both).status()).isEqualTo(500);
		assertThat(this.api.delete(area, both).status()).isEqualTo(500);
		assertThat(this.api.delete(area, "{'identifier': [{'external_id': 'c'}]}").status()).isEqualTo(404);
	}

	@Test
	void mergesDataByTopLevelKeys() {
		this.api.post("/users", "{'identifier': [{'external_id': 'u', 'metadata': {'a': 1}}],"
				+ " 'data': {'plan': 'pro', 'address': {'city': 'Utrecht', 'zip': '3511'}}}");
		this.api.post("/users", "{'identifier': [{'external_id': 'u', 'metadata': {'b': 2}}],"
				+ " 'data': {'plan': null, 'address': {'city': 'Leiden'}, 'age': 9}}");
		StoredUser user = this.server.users().get(0);
		assertThat(user.data()).containsExactly(entry("plan", null), entry("address", Map.of("city", "Leiden")),
				entry("age", 9));
		assertThat(user.identifiers().get(0).metadata()).isEqualTo(Map.of("a", 1, "b", 2));
	}

	@Test
	void readsFreeFormNumbersAsDoubles() {
		this.api.post("/users", "{'identifier': [{'external_id': 'u'}], 'data': {'n': 9007199254740993, 'm': 42}}");
		assertThat(this.server.users().get(0).data()).containsEntry("n", 9007199254740992.0).containsEntry("m", 42);
	}

	@ParameterizedTest
	@CsvSource({ "email,a@example.com", "phone,+31612345678", "timezone,Europe/Amsterdam", "locale,nl-NL" })
	void keepsFieldsThatAreNullOrAbsent(String field, String value) {
		this.api.post("/users", "{'identifier': [{'external_id': 'u'}], '%s': '%s'}".formatted(field, value));
		this.api.post("/users", "{'identifier': [{'external_id': 'u'}], '%s': null}".formatted(field));
		Response response = this.api.post("/users", "{'identifier': [{'external_id': 'u'}]}");
		assertThat(response.json().path(field).asString()).isEqualTo(value);
	}

	@Test
	void keepsTheNameOfAnOrganization() {
		this.api.post("/organizations", "{'identifier': [{'external_id': 'o'}], 'name': 'Acme'}");
		this.api.post("/organizations", "{'identifier': [{'external_id': 'o'}], 'name': null}");
		assertThat(this.server.organizations()).singleElement().satisfies((organization) -> {
			assertThat(organization.name()).isEqualTo("Acme");
			assertThat(organization.version()).isEqualTo(1);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "/users", "/organizations" })
	void deletesOnce(String area) {
		String subject = "{'identifier': [{'external_id': 'x'}]}";
		this.api.post(area, subject);
		assertThat(this.api.delete(area, subject).status()).isEqualTo(204);
		assertThat(this.api.delete(area, subject).status()).isEqualTo(404);
		assertThat(this.server.users()).isEmpty();
		assertThat(this.server.organizations()).isEmpty();
	}

	@Test
	void forgetsWhatADeletedUserHeld() {
		standIn.addUser("u");
		String identifier = "'identifier': [{'external_id': 'u'}]";
		this.api.post("/users/scheduled", "{'name': 's', 'interval': '1 day', %s}".formatted(identifier));
		this.api.post("/users/devices",
				"{'device_id': 'd', 'os': 'ios', 'config': {'token': 't'}, %s}".formatted(identifier));
		this.api.post("/users/inbox",
				"[{'target': [{'external_id': 'u'}], 'channel': 'inbox', 'identifier': {'external_id': 'm'}}]");
		assertThat(this.server.schedules()).hasSize(1);
		this.api.delete("/users", "{%s}".formatted(identifier));
		assertThat(List.of(this.server.schedules(), this.server.devices(), this.server.inboxMessages()))
			.allSatisfy((held) -> assertThat(held).isEmpty());
	}

	@Test
	void storesMembershipsAndMergesTheirData() {
		standIn.addUser("u");
		standIn.addOrganization("o");
		assertThat(addMember("o", "u", "{'role': 'admin', 'seat': 1}").status()).isEqualTo(200);
		Response repeated = addMember("o", "u", "{'seat': null}");
		assertThat(repeated.status()).isEqualTo(200);
		assertThat(repeated.body()).isEmpty();
		assertThat(repeated.contentType()).isEmpty();
		assertThat(this.server.organizations().get(0).members()).hasSize(1)
			.extractingByKey(this.server.users().get(0).id())
			.satisfies((data) -> assertThat(data).containsExactly(entry("role", "admin"), entry("seat", null)));
	}

	@Test
	void removesMembershipsAlsoWhereThereIsNone() {
		standIn.addUser("u");
		standIn.addOrganization("o");
		addMember("o", "u", "{}");
		String member = "{'organization': %s, 'user': %s}".formatted(subject("o"), subject("u"));
		assertThat(this.api.delete("/organizations/users", member).status()).isEqualTo(204);
		assertThat(this.api.delete("/organizations/users", member).status()).isEqualTo(204);
		assertThat(this.server.organizations().get(0).members()).isEmpty();
	}

	@Test
	void saysWhichMemberIsUnknown() {
		standIn.addOrganization("o");
		Response noUser = addMember("o", "u", "{}");
		assertThat(noUser.status()).isEqualTo(404);
		assertThat(noUser.detail()).contains("user");
		assertThat(addMember("x", "u", "{}").detail()).contains("organization");
	}

	@Test
	void doesNotAttachIdentifiersOfMemberships() {
		standIn.addUser("u");
		standIn.addOrganization("o");
		this.api.post("/organizations/users",
				"{'organization': %s, 'user': {'identifier': [{'external_id': 'u'}, {'external_id': 'new'}]}}"
					.formatted(subject("o")));
		assertThat(this.server.users().get(0).identifiers()).hasSize(1);
	}

	@Test
	void movesADeviceToTheUserWhoRegisteredItLast() {
		standIn.addUser("a");
		standIn.addUser("b");
		register("a", "'os': 'android', 'model': 'Pixel', 'data': {'n': 9007199254740993}, 'config': {'token': 't1'}");
		Response second = register("b", "'os': 'android', 'app_version': '2', 'config': {'token': 't2'}");
		assertThat(second.status()).isEqualTo(201);
		assertThat(second.body()).isEmpty();
		assertThat(this.server.devices()).singleElement().satisfies((device) -> {
			assertThat(device.userId()).isEqualTo(this.server.users().get(1).id());
			assertThat(Arrays.asList(device.model(), device.appVersion())).containsExactly("Pixel", "2");
			assertThat(device.data()).containsEntry("n", 9007199254740993L);
			assertThat(device.config()).containsEntry("token", "t2");
		});
		assertThat(this.server.users()).extracting(StoredUser::hasPushDevice).containsExactly(false, true);
	}

	@ParameterizedTest
	@ValueSource(strings = { "'config': {'token': 't'}", "'os': 'symbian', 'config': {'token': 't'}",
			"'os': 'ios', 'config': {}", "'os': 'android', 'config': {'token': ''}",
			"'os': 'web', 'config': {'token': 't'}", "'os': 'web', 'config': {'endpoint': 'https://push.example'}",
			"'os': 'web', 'config': {'endpoint': 'https://push.example', 'keys': {'auth': 'a'}}",
			"'os': 'ios', 'config': {'token': 't'}, 'data': [1]" })
	void refusesDevicesThatNoPushCanReach(String device) {
		standIn.addUser("a");
		assertThat(register("a", device).status()).isEqualTo(400);
		assertThat(this.server.devices()).isEmpty();
	}

	@Test
	void takesAWebDevice() {
		standIn.addUser("a");
		Response response = register("a",
				"'os': 'web', 'config': {'endpoint': 'https://push.example', 'keys': {'p256dh': 'p', 'auth': 'a'}}");
		assertThat(response.status()).isEqualTo(201);
	}

	@Test
	void doesNotRegisterADeviceOfAnUnknownUser() {
		assertThat(register("nobody", "'os': 'ios', 'config': {'token': 't'}").status()).isEqualTo(404);
	}

	private Response addMember(String organization, String user, String data) {
		return this.api.post("/organizations/users",
				"{'organization': %s, 'user': %s, 'data': %s}".formatted(subject(organization), subject(user), data));
	}

	private Response register(String user, String device) {
		return this.api.post("/users/devices",
				"{'device_id': 'd', 'identifier': [{'external_id': '%s'}], %s}".formatted(user, device));
	}

	private static String subject(String id) {
		return "{'identifier': [{'external_id': '%s'}]}".formatted(id);
	}

}
