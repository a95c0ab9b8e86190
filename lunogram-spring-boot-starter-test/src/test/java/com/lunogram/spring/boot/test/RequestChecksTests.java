package com.lunogram.spring.boot.test;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;

import com.lunogram.spring.boot.test.ApiClient.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is checked before a request is worked on, and in which order.
 */
class RequestChecksTests {

	@RegisterExtension
	static final StandIn standIn = new StandIn();

	private static final String UPSERT = "{\"identifier\": [{\"external_id\": \"u\"}]}";

	private final ApiClient api = standIn.api();

	@Test
	void refusesARequestWithoutKey() {
		Response response = this.api.send(this.api.requestWithoutKey("/push/vapid").GET());
		assertThat(response.status()).isEqualTo(401);
		assertThat(response.contentType()).isEqualTo("application/json");
		assertThat(response.json().propertyNames()).containsExactlyInAnyOrder("title", "detail");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer sk_other", "Basic eDp5", "Bearer " })
	void refusesAnUnknownKey(String authorization) {
		Response response = this.api
			.send(this.api.requestWithoutKey("/push/vapid").header("Authorization", authorization).GET());
		assertThat(response.status()).isEqualTo(401);
	}

	@Test
	void refusesAPrefixInSmallLetters() {
		// On a server of its own: Jetty caches a connection's header values without
		// regard to case.
		try (LunogramServer server = LunogramServer.start()) {
			ApiClient client = ApiClient.plain(server);
			Response response = client.send(
					client.requestWithoutKey("/push/vapid").header("Authorization", "bearer " + server.apiKey()).GET());
			assertThat(response.status()).isEqualTo(401);
		}
	}

	@Test
	void takesABareKey() {
		Response response = this.api
			.send(this.api.requestWithoutKey("/push/vapid").header("Authorization", standIn.server().apiKey()).GET());
		assertThat(response.status()).isEqualTo(404);
	}

	@Test
	void refusesAKeyWithOrigin() {
		Response response = this.api
			.send(this.api.request("/push/vapid").header("Origin", "https://shop.example").GET());
		assertThat(response.status()).isEqualTo(401);
	}

	@Test
	void prefersTheSessionCookieToTheKey() {
		Response response = this.api.send(this.api.request("/push/vapid").header("Cookie", "__session=x").GET());
		assertThat(response.status()).isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "00000000-0000-0000-0000-000000000000", "not-a-uuid" })
	void refusesAnotherProject(String project) {
		assertThat(this.api.get("/projects/" + project + "/push/vapid").status()).isEqualTo(401);
	}

	@Test
	void checksTheCredentialBeforeParametersAndBody() {
		Response response = this.api.send(this.api.requestWithoutKey("/users").POST(BodyPublishers.noBody()));
		assertThat(response.status()).isEqualTo(401);
		response = this.api.send(this.api.requestWithoutKey("/users/inbox").GET());
		assertThat(response.status()).isEqualTo(401);
	}

	@Test
	void checksParametersBeforeTheBody() {
		Response response = this.api
			.send(this.api.request("/auth-methods/not-a-uuid/sessions").POST(BodyPublishers.noBody()));
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.detail()).contains("authMethodID");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "external_id=u&channel=inbox", "source=default&channel=inbox", "source=default&external_id=u",
					"source=default&external_id=u&channel=fax", "source=default&external_id=u&channel=inbox&limit=0",
					"source=default&external_id=u&channel=inbox&limit=101",
					"source=default&external_id=u&channel=inbox&limit=x",
					"source=default&external_id=u&channel=inbox&offset=-1",
					"source=default&external_id=u&channel=inbox&status=new" })
	void refusesBadQueries(String query) {
		assertThat(this.api.get("/users/inbox?" + query).status()).isEqualTo(400);
	}

	@Test
	void refusesAnotherContentType() {
		Response response = this.api.send(
				this.api.request("/users").header("Content-Type", "text/plain").POST(BodyPublishers.ofString(UPSERT)));
		assertThat(response.status()).isEqualTo(400);
		response = this.api.send(this.api.request("/users").POST(BodyPublishers.ofString(UPSERT)));
		assertThat(response.status()).isEqualTo(400);
	}

	@Test
	void takesAContentTypeWithCharset() {
		Response response = this.api.send(this.api.request("/users")
			.header("Content-Type", "application/json; charset=utf-8")
			.POST(BodyPublishers.ofString(UPSERT)));
		assertThat(response.status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "null", "[]", "{}", "{'identifier': []}", "{'identifier': [{}]}",
			"{'identifier': [{'external_id': ''}]}", "{'identifier': [{'external_id': null}]}",
			"{'identifier': [{'external_id': 'u'}], 'email': ''}",
			"{'identifier': [{'external_id': 'u'}], 'phone': '0612'}",
			"{'identifier': [{'external_id': 'u'}], 'data': []}" })
	void refusesABadBody(String body) {
		Response response = this.api.post("/users", body);
		assertThat(response.status()).isEqualTo(400);
		assertThat(standIn.server().users()).isEmpty();
	}

	@Test
	void ignoresUnknownFields() {
		Response response = this.api.post("/users", "{'identifier': [{'external_id': 'u'}], 'nick': 'x'}");
		assertThat(response.status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2026-01-01T10:00Z", "2026-01-01T10:00:00", "2026-01-01", "soon" })
	void wantsDateTimesWithSecondsAndOffset(String dateTime) {
		Response response = this.api.post("/users/scheduled",
				"{'name': 's', 'identifier': [{'external_id': 'u'}], 'scheduled_at': '%s'}".formatted(dateTime));
		assertThat(response.status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2026-01-01T10:00:00Z", "2026-01-01T10:00:00.123456789+02:00" })
	void takesFullDateTimes(String dateTime) {
		Response response = this.api.post("/users/scheduled",
				"{'name': 's', 'identifier': [{'external_id': 'u'}], 'scheduled_at': '%s'}".formatted(dateTime));
		assertThat(response.status()).isEqualTo(202);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nothing", "/user", "/users/", "/../../", "/auth-methods/x/sessions/y" })
	void answersUnknownPathsWithTheWebConsole(String path) {
		Response response = this.api.get(path);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.contentType()).startsWith("text/html");
	}

	@Test
	void keepsTheAdministrationOfWireMockToItself() {
		Response response = this.api.get("/../../__admin/mappings");
		assertThat(response.status()).isEqualTo(401);
	}

	@Test
	void refusesAMethodThatThePathDoesNotHave() {
		assertThat(this.api.get("/users").status()).isEqualTo(405);
	}

	@Test
	void mintsSessionsUnderKnownAuthMethodsOnly() {
		UUID known = UUID.randomUUID();
		try (LunogramServer server = LunogramServer.builder().authMethod(known).start()) {
			ApiClient client = ApiClient.plain(server);
			Response minted = client.post("/auth-methods/" + known + "/sessions", "{'user_id': 'u'}");
			assertThat(minted.status()).isEqualTo(201);
			assertThat(Json.requiredText(minted.json(), "token").split("\\.", -1)).hasSize(3).doesNotContain("");
			assertThat(client.post("/auth-methods/" + UUID.randomUUID() + "/sessions", "{'user_id': 'u'}").status())
				.isEqualTo(404);
		}
	}

	@Test
	void hasNoVapidKeyUnlessConfigured() {
		assertThat(this.api.get("/push/vapid").status()).isEqualTo(404);
	}

}
