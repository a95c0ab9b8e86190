package com.lunogram.spring.boot.test;

import java.util.Collections;
import java.util.List;
import java.util.stream.StreamSupport;

import com.lunogram.spring.boot.test.ApiClient.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for inbox messages.
 */
class InboxTests {

	@RegisterExtension
	static final StandIn standIn = new StandIn();

	private final ApiClient api = standIn.api();

	private final LunogramServer server = standIn.server();

	@BeforeEach
	void addUser() {
		standIn.addUser("u");
	}

	@Test
	void keepsTheFirstMessageOfAnIdentifier() {
		post("'identifier': {'external_id': 'm'}, 'channel': 'inbox', 'content': {'n': 1}");
		Response repeated = post("'identifier': {'external_id': 'm'}, 'channel': 'inbox', 'content': {'n': 2}");
		assertThat(repeated.status()).isEqualTo(202);
		assertThat(this.server.inboxMessages()).singleElement()
			.satisfies((message) -> assertThat(message.content()).containsEntry("n", 1));
		assertThat(this.server.dropped()).isEmpty();
	}

	@Test
	void tellsMessagesApartBySubjectChannelAndWholeIdentifier() {
		standIn.addUser("v");
		standIn.addOrganization("u");
		String message = "[{'target': [{'external_id': '%s'}], 'identifier': {'external_id': 'm'%s}, 'channel': '%s'}]";
		this.api.post("/users/inbox", message.formatted("u", "", "inbox"));
		this.api.post("/users/inbox", message.formatted("v", "", "inbox"));
		this.api.post("/users/inbox", message.formatted("u", ", 'source': 'shop'", "inbox"));
		this.api.post("/users/inbox", message.formatted("u", "", "email"));
		this.api.post("/organizations/inbox", message.formatted("u", "", "inbox"));
		assertThat(this.server.inboxMessages()).hasSize(5);
		assertThat(this.server.inboxMessages()).extracting(StoredMessage::kind)
			.endsWith(SubjectKind.ORGANIZATION)
			.startsWith(SubjectKind.USER);
	}

	@Test
	void keepsContentAsItCameAndReadsDataAsDoubles() {
		post("'identifier': {'external_id': 'm'}, 'channel': 'inbox', 'content': {'n': 9007199254740993},"
				+ " 'data': {'n': 9007199254740993}");
		StoredMessage message = this.server.inboxMessages().get(0);
		assertThat(message.content()).containsEntry("n", 9007199254740993L);
		assertThat(message.data()).containsEntry("n", 9007199254740992.0);
	}

	@Test
	void dropsMessagesToUnknownUsers() {
		Response response = this.api.post("/users/inbox",
				"[{'target': [{'external_id': 'nobody'}], 'identifier': {'external_id': 'm'}, 'channel': 'inbox'}]");
		assertThat(response.status()).isEqualTo(202);
		assertThat(this.server.inboxMessages()).isEmpty();
		assertThat(this.server.dropped()).extracting(DroppedWrite::operation).containsExactly("postUserInboxMessages");
	}

	@Test
	void takesAHundredMessagesAndNoMore() {
		String message = "{'target': [{'external_id': 'u'}], 'identifier': {'external_id': 'm'}, 'channel': 'inbox'}";
		assertThat(this.api.post("/users/inbox", Collections.nCopies(100, message).toString()).status()).isEqualTo(202);
		assertThat(this.api.post("/users/inbox", Collections.nCopies(101, message).toString()).status()).isEqualTo(400);
	}

	@Test
	void hidesWhatIsNotDueOrHasExpired() {
		message("due", "'scheduled_at': '2020-01-01T00:00:00Z'");
		message("later", "'scheduled_at': '2090-01-01T00:00:00Z'");
		message("expired", "'expires_at': '2020-01-01T00:00:00Z'");
		assertThat(list("")).containsExactly("due");
		assertThat(this.server.inboxMessages()).hasSize(3);
	}

	@Test
	void listsTheLatestFirstInPages() {
		message("old", "'scheduled_at': '2020-01-01T00:00:00Z'");
		message("new", "'scheduled_at': '2022-01-01T00:00:00Z'");
		message("middle", "'scheduled_at': '2021-01-01T00:00:00Z'");
		assertThat(list("")).containsExactly("new", "middle", "old");
		assertThat(list("&limit=1&offset=1")).containsExactly("middle");
		Response page = get("&limit=2&offset=2");
		assertThat(page.json().path("total").asInt()).isEqualTo(3);
		assertThat(page.json().path("limit").asInt()).isEqualTo(2);
		assertThat(page.json().path("offset").asInt()).isEqualTo(2);
		assertThat(get("&offset=3").json().path("total").asInt()).isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "&tags=a | a-b,a", "&tags=a,b | a-b", "&message_source=shop | a",
			"&priority=1 | a", "&priority=3 | a-b", "&status=read | '' ", "&status=unread | a-b,a" })
	void filters(String query, String expected) {
		message("a", "'tags': ['a'], 'source': 'shop', 'priority': 1, 'scheduled_at': '2020-01-01T00:00:00Z'");
		message("a-b", "'tags': ['a', 'b'], 'scheduled_at': '2021-01-01T00:00:00Z'");
		assertThat(String.join(",", list(query))).isEqualTo(expected.strip());
	}

	@Test
	void marksMessagesAsReadAndArchived() {
		message("read", "'scheduled_at': '2022-01-01T00:00:00Z'");
		message("archived", "'scheduled_at': '2021-01-01T00:00:00Z'");
		message("unread", "'scheduled_at': '2020-01-01T00:00:00Z'");
		mark("read", 0);
		mark("read", 0);
		mark("archived", 1);
		assertThat(list("")).containsExactly("read", "unread");
		assertThat(list("&status=read")).containsExactly("read");
		assertThat(list("&status=unread")).containsExactly("unread");
		assertThat(list("&status=archived")).containsExactly("archived");
		Response count = this.api.get("/users/inbox/count?source=default&external_id=u&channel=inbox");
		assertThat(count.json().path("unread").asInt()).isEqualTo(1);
		assertThat(count.json().path("total").asInt()).isEqualTo(2);
		assertThat(this.server.inboxMessages().get(0).readAt()).isNotNull();
	}

	@Test
	void dropsMarksOfMessagesThatTheSubjectDoesNotHave() {
		standIn.addUser("v");
		message("m", "'priority': 1");
		Response response = this.api.post("/users/inbox/read",
				"[{'target': [{'external_id': 'v'}], 'message_id': '%s'}]"
					.formatted(this.server.inboxMessages().get(0).id()));
		assertThat(response.status()).isEqualTo(202);
		assertThat(this.server.inboxMessages().get(0).readAt()).isNull();
		assertThat(this.server.dropped()).extracting(DroppedWrite::reason).containsExactly("unknown message");
	}

	@Test
	void reportsUnknownSubjectsOfQueries() {
		assertThat(this.api.get("/users/inbox?source=default&external_id=x&channel=inbox").status()).isEqualTo(404);
		assertThat(this.api.get("/organizations/inbox/count?source=default&external_id=x&channel=inbox").status())
			.isEqualTo(404);
		assertThat(this.api.get("/users/inbox?source=crm&external_id=u&channel=inbox").status()).isEqualTo(404);
	}

	private Response post(String fields) {
		return this.api.post("/users/inbox", "[{'target': [{'external_id': 'u'}], %s}]".formatted(fields));
	}

	private void message(String id, String fields) {
		Response response = post("'identifier': {'external_id': '%s'}, 'channel': 'inbox', %s".formatted(id, fields));
		assertThat(response.status()).isEqualTo(202);
	}

	private void mark(String mark, int message) {
		this.api.post("/users/inbox/" + mark, "[{'target': [{'external_id': 'u'}], 'message_id': '%s'}]"
			.formatted(this.server.inboxMessages().get(message).id()));
	}

	private Response get(String query) {
		return this.api.get("/users/inbox?source=default&external_id=u&channel=inbox" + query);
	}

	private List<String> list(String query) {
		return StreamSupport.stream(get(query).json().path("results").spliterator(), false)
			.map((message) -> message.path("external_id").asString())
			.toList();
	}

}
