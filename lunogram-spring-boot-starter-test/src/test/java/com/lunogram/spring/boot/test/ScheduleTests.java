package com.lunogram.spring.boot.test;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

import com.lunogram.spring.boot.test.ApiClient.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for schedules.
 */
class ScheduleTests {

	@RegisterExtension
	static final StandIn standIn = new StandIn();

	private static final String AT = "'scheduled_at': '2030-01-01T10:00:00Z'";

	private static final Instant TIME = Instant.parse("2030-01-01T10:00:00Z");

	private final LunogramServer server = standIn.server();

	@Test
	void echoesASingleSchedule() {
		standIn.addUser("u");
		Response response = upsert(standIn.api(), "'name': 's', 'data': {'a': 1}, " + AT);
		assertThat(response.status()).isEqualTo(202);
		assertThat(response.json().path("scheduled_at").asString()).isEqualTo(TIME.toString());
		assertThat(response.json().at("/data/a").asInt()).isEqualTo(1);
		assertThat(this.server.schedules()).singleElement().satisfies((schedule) -> {
			assertThat(schedule.scheduledAt()).isEqualTo(TIME);
			assertThat(schedule.interval()).isNull();
			assertThat(schedule.startAt()).isNull();
		});
	}

	@Test
	void startsARecurringScheduleNowUnlessTold() {
		standIn.addUser("u");
		Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
		Response response = upsert(standIn.api(), "'name': 's', 'interval': '7 days'");
		Instant echoed = Instant.parse(response.json().path("scheduled_at").asString());
		assertThat(echoed).isBetween(before, Instant.now());
		response = upsert(standIn.api(), "'name': 's', 'interval': '7 days', 'start_at': '2030-01-01T12:00:00+02:00'");
		assertThat(response.json().path("scheduled_at").asString()).isEqualTo(TIME.toString());
		assertThat(this.server.schedules()).singleElement().extracting(StoredSchedule::startAt).isEqualTo(TIME);
	}

	@Test
	void wantsATimeOrAnInterval() {
		standIn.addUser("u");
		assertThat(upsert(standIn.api(), "'name': 's'").status()).isEqualTo(400);
		assertThat(upsert(standIn.api(), "'name': 's', 'start_at': '2030-01-01T10:00:00Z'").status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0 days", "-1 day", "often" })
	void refusesIntervalsThatAreNotPositive(String interval) {
		standIn.addUser("u");
		Response response = upsert(standIn.api(), "'name': 's', 'interval': '%s'".formatted(interval));
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.detail()).isEqualTo("invalid interval");
	}

	@Test
	void wantsAnIdentifier() {
		assertThat(standIn.api().post("/users/scheduled", "{'name': 's', %s}".formatted(AT)).status()).isEqualTo(400);
		assertThat(standIn.api().delete("/users/scheduled", "{'name': 's'}").status()).isEqualTo(400);
	}

	@Test
	void replacesByNameWithoutTheProjectInThePath() {
		standIn.addUser("u");
		Response first = upsert(standIn.api(), "'name': 's', 'interval': '1 day'");
		String id = first.json().path("id").asString();
		upsert(standIn.api(), "'name': 's', 'id': '%s', %s".formatted(id, AT));
		upsert(standIn.api(), "'name': 'other', " + AT);
		assertThat(this.server.schedules()).extracting(StoredSchedule::name).containsExactly("s", "other");
		assertThat(this.server.schedules()).extracting(StoredSchedule::interval).containsOnlyNulls();
		assertThat(this.server.schedules()).extracting(StoredSchedule::id).doesNotContain(UUID.fromString(id));
	}

	@Test
	void keepsEveryAssignmentWithTheProjectInThePath() {
		standIn.addUser("u");
		Response first = upsert(standIn.apiInProject(), "'name': 's', " + AT);
		Response second = upsert(standIn.apiInProject(), "'name': 's', " + AT);
		assertThat(this.server.schedules()).extracting(StoredSchedule::id)
			.extracting(UUID::toString)
			.containsExactly(first.json().path("id").asString(), second.json().path("id").asString());
	}

	@Test
	void updatesAnAssignmentByItsId() {
		standIn.addUser("u");
		UUID id = UUID.randomUUID();
		upsert(standIn.apiInProject(), "'id': '%s', 'name': 's', 'data': {'a': 1}, %s".formatted(id, AT));
		Response response = upsert(standIn.apiInProject(), "'id': '%s', 'name': 's', 'interval': 'P1M'".formatted(id));
		assertThat(response.json().path("id").asString()).isEqualTo(id.toString());
		assertThat(this.server.schedules()).singleElement().satisfies((schedule) -> {
			assertThat(schedule.scheduledAt()).isEqualTo(TIME);
			assertThat(schedule.interval()).isEqualTo("P1M");
			assertThat(schedule.data()).isEqualTo(Map.of());
		});
	}

	@Test
	void dropsAnIdOfAnotherAssignment() {
		standIn.addUser("u");
		UUID id = UUID.randomUUID();
		upsert(standIn.apiInProject(), "'id': '%s', 'name': 's', %s".formatted(id, AT));
		Response response = upsert(standIn.apiInProject(), "'id': '%s', 'name': 'other', %s".formatted(id, AT));
		assertThat(response.status()).isEqualTo(202);
		assertThat(this.server.schedules()).extracting(StoredSchedule::name).containsExactly("s");
		assertThat(this.server.dropped()).hasSize(1);
	}

	@Test
	void dropsAScheduleOfAnUnknownUserButReportsAnUnknownOrganization() {
		assertThat(upsert(standIn.api(), "'name': 's', " + AT).status()).isEqualTo(202);
		assertThat(this.server.schedules()).isEmpty();
		assertThat(this.server.dropped()).extracting(DroppedWrite::operation).containsExactly("upsertUserScheduled");
		Response response = standIn.api()
			.post("/organizations/scheduled", "{'name': 's', 'identifier': [{'external_id': 'o'}], %s}".formatted(AT));
		assertThat(response.status()).isEqualTo(404);
	}

	@Test
	void dropsAScheduleForTwoUsers() {
		standIn.addUser("u");
		standIn.addUser("v");
		Response response = standIn.api()
			.post("/users/scheduled",
					"{'name': 's', 'identifier': [{'external_id': 'u'}, {'external_id': 'v'}], %s}".formatted(AT));
		assertThat(response.status()).isEqualTo(202);
		assertThat(this.server.dropped()).hasSize(1);
	}

	@Test
	void deletesAllAssignmentsOfAName() {
		standIn.addUser("u");
		upsert(standIn.apiInProject(), "'name': 's', " + AT);
		upsert(standIn.apiInProject(), "'name': 's', " + AT);
		Response response = delete("s", "u");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEmpty();
		assertThat(this.server.schedules()).isEmpty();
		assertThat(delete("s", "u").status()).isEqualTo(200);
	}

	@Test
	void reportsUnknownNamesAndSubjectsOnDelete() {
		standIn.addUser("u");
		assertThat(delete("never", "u").status()).isEqualTo(404);
		assertThat(delete("anniversary", "u").status()).isEqualTo(200);
		assertThat(delete("anniversary", "nobody").status()).isEqualTo(404);
	}

	private static Response upsert(ApiClient api, String fields) {
		return api.post("/users/scheduled", "{'identifier': [{'external_id': 'u'}], %s}".formatted(fields));
	}

	private static Response delete(String name, String user) {
		return standIn.api()
			.delete("/users/scheduled", "{'name': '%s', 'identifier': [{'external_id': '%s'}]}".formatted(name, user));
	}

}
