package com.lunogram.spring.boot.test;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.lunogram.spring.boot.test.ApiClient.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every operation once, in both generations of paths: the documented status, and a body
 * that the contract document allows.
 */
class OperationTests {

	private static final UUID AUTH_METHOD = UUID.randomUUID();

	private static final String USER = "'identifier': [{'external_id': 'user-1'}]";

	private static final String ORGANIZATION = "'identifier': [{'external_id': 'org-1'}]";

	private static final String MEMBER = "'organization': {%s}, 'user': {%s}".formatted(ORGANIZATION, USER);

	private static final String MESSAGES = """
			[{'target': [{'external_id': '%s'}], 'identifier': {'external_id': 'm-1'}, 'channel': 'inbox',
			  'content': {'title': 'Hi'}, 'tags': ['a'], 'priority': 2, 'source': 'shop'}]""";

	private static final String REFERENCES = "[{'target': [{'external_id': '%s'}], 'message_id': '%s'}]";

	private static final String SUBJECT_QUERY = "?source=default&channel=inbox&external_id=";

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void answersAsDocumented(boolean inProject) {
		try (LunogramServer server = LunogramServer.builder().authMethod(AUTH_METHOD).vapidPublicKey("BKey").start()) {
			ApiClient api = inProject ? ApiClient.inProject(server) : ApiClient.plain(server);
			Checker checker = new Checker(api);
			checker.posts("/users", "{%s, 'email': 'a@example.com', 'data': {'plan': 'pro'}}".formatted(USER), 200);
			checker.posts("/organizations", "{%s, 'name': 'Acme', 'data': null}".formatted(ORGANIZATION), 200);
			for (String area : List.of("/users", "/organizations")) {
				String subject = area.equals("/users") ? "user-1" : "org-1";
				String identifier = area.equals("/users") ? USER : ORGANIZATION;
				checker.posts(area + "/events", "[{'name': 'seen', %s, 'data': {}}]".formatted(identifier), 202);
				checker.posts(area + "/scheduled",
						"{'name': 'weekly', 'interval': '7 days', 'data': {'a': 1}, %s}".formatted(identifier), 202);
				checker.deletes(area + "/scheduled", "{'name': 'weekly', %s}".formatted(identifier), 200);
				checker.posts(area + "/inbox", MESSAGES.formatted(subject), 202);
				checker.gets(area + "/inbox" + SUBJECT_QUERY + subject);
				checker.gets(area + "/inbox/count" + SUBJECT_QUERY + subject);
				String references = REFERENCES.formatted(subject, UUID.randomUUID());
				checker.posts(area + "/inbox/read", references, 202);
				checker.posts(area + "/inbox/archived", references, 202);
			}
			checker.posts("/users/devices",
					"{'device_id': 'd-1', 'os': 'ios', 'config': {'token': 't'}, %s}".formatted(USER), 201);
			checker.posts("/organizations/users", "{%s, 'data': {'role': 'admin'}}".formatted(MEMBER), 200);
			checker.deletes("/organizations/users", "{%s}".formatted(MEMBER), 204);
			checker.gets("/push/vapid");
			checker.posts("/auth-methods/" + AUTH_METHOD + "/sessions", "{'user_id': 'user-1'}", 201);
			checker.deletes("/users", "{%s}".formatted(USER), 204);
			checker.deletes("/organizations", "{%s}".formatted(ORGANIZATION), 204);
			assertThat(server.requests()).hasSize(25)
				.allSatisfy((request) -> assertThat(request.status()).isLessThan(300));
		}
	}

	private record Checker(ApiClient api) {

		void gets(String path) {
			check("GET", path, this.api.get(path), 200);
		}

		void posts(String path, String body, int status) {
			check("POST", path, this.api.post(path, body), status);
		}

		void deletes(String path, String body, int status) {
			check("DELETE", path, this.api.delete(path, body), status);
		}

		private static void check(String method, String path, Response response, int status) {
			assertThat(response.status()).as("%s %s: %s", method, path, response.body()).isEqualTo(status);
			List<String> errors = ResponseContract.check(method, path, status, response.body());
			assertThat(errors).as("%s %s: %s", method, path, response.body()).isEmpty();
			Map<String, List<String>> headers = response.headers().map();
			assertThat(headers.containsKey("content-type")).isEqualTo(!response.body().isEmpty());
		}

	}

}
