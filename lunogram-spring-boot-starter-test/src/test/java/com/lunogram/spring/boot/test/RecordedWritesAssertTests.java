package com.lunogram.spring.boot.test;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.lunogram.model.Channel;
import com.lunogram.model.DeleteOrganizationRequest;
import com.lunogram.model.DeleteOrganizationScheduledRequest;
import com.lunogram.model.DeleteUserRequest;
import com.lunogram.model.DeleteUserScheduledRequest;
import com.lunogram.model.DeviceRegistration;
import com.lunogram.model.ExternalId;
import com.lunogram.model.InboxMessage;
import com.lunogram.model.Match;
import com.lunogram.model.OrganizationEvent;
import com.lunogram.model.OrganizationUserRequest;
import com.lunogram.model.RemoveOrganizationUserRequest;
import com.lunogram.model.UpsertOrganizationRequest;
import com.lunogram.model.UpsertOrganizationScheduledRequest;
import com.lunogram.model.UpsertUserRequest;
import com.lunogram.model.UpsertUserScheduledRequest;
import com.lunogram.model.UserEvent;
import com.lunogram.model.Write;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link RecordedWritesAssert} and {@link RecordedWriteAssert}.
 */
class RecordedWritesAssertTests {

	private static final Instant TIME = Instant.parse("2026-12-01T10:00:00Z");

	private final WriteLedger ledger = new WriteLedger();

	private final RecordedWrites writes = new RecordedWrites(this.ledger);

	@Test
	void findsAnEventOfAllThatIsSaidAboutIt() {
		record(placed("c-1", 10), placed("c-2", 12.5), placed("c-1", 12.5));
		assertThat(this.writes).hasUserEvent("order.placed").times(3);
		assertThat(this.writes).hasUserEvent("order.placed").forUser("c-1").withData("total", 12.5).once();
		assertThat(assertThat(this.writes).hasUserEvent("order.placed").forUser("c-2").get())
			.isEqualTo(placed("c-2", 12.5));
		assertFailure(() -> assertThat(this.writes).hasUserEvent("order.placed").forUser("c-2").withData("total", 10))
			.isEqualTo("""
					Expecting a user event 'order.placed' of user 'c-2' with data total = 10
					but this is what was recorded:
					  1. user event 'order.placed' of user 'c-1' {"total":10.0}
					  2. user event 'order.placed' of user 'c-2' {"total":12.5}
					  3. user event 'order.placed' of user 'c-1' {"total":12.5}""");
		assertFailure(() -> assertThat(this.writes).hasUserEvent("order.placed").forUser("c-1").once())
			.startsWith("Expecting a user event 'order.placed' of user 'c-1', 1 times and not 2,\nbut this is");
		assertFailure(() -> assertThat(this.writes).hasOrganizationEvent("order.placed"))
			.startsWith("Expecting an organization event 'order.placed'\nbut this is");
	}

	@Test
	void keepsTheDescription() {
		assertFailure(() -> assertThat(this.writes).as("after 100% of the orders").hasUserEvent("order.placed"))
			.startsWith("[after 100% of the orders] Expecting a user event 'order.placed'\nbut nothing was recorded.")
			.contains("com.lunogram.spring.LunogramEvent");
		record(placed("c-1", 10));
		assertFailure(
				() -> assertThat(this.writes).as("later").hasUserEvent("order.placed").thenUserEvent("order.paid"))
			.startsWith("[later] Expecting a user event 'order.paid' after number 1\n");
	}

	@Test
	void comparesDataAsJson() {
		record(UserEvent.builder("a")
			.user("c-1")
			.data("number", 5)
			.data("price", new BigDecimal("12.50"))
			.data("at", TIME)
			.data("kind", Thread.State.NEW)
			.data("items", List.of(Map.of("id", 1L)))
			.data("nothing", null)
			.build());
		assertThat(this.writes).hasUserEvent("a")
			.withData("number", 5.0)
			.withData("number", 5L)
			.withData("price", 12.5)
			.withData("at", "2026-12-01T10:00:00Z")
			.withData("at", TIME)
			.withData("kind", "NEW")
			.withData("items", List.of(Map.of("id", 1)))
			.withData("nothing", null)
			.withData(Map.of("number", 5, "kind", Thread.State.NEW))
			.withoutData("else");
		assertFailure(() -> assertThat(this.writes).hasUserEvent("a").withData("number", "5"))
			.contains("with data number = \"5\"\n");
		assertFailure(() -> assertThat(this.writes).hasUserEvent("a").withData("else", null))
			.contains("with data else = null\n");
		assertFailure(() -> assertThat(this.writes).hasUserEvent("a").withoutData("nothing"))
			.contains("without data nothing\n");
	}

	@Test
	void followsTheOrder() {
		record(event("a", "c-1"), event("b", "c-1"), event("a", "c-2"), organizationEvent("c", "o-1"));
		assertThat(this.writes).hasUserEvent("a").thenUserEvent("b").thenUserEvent("a").thenOrganizationEvent("c");
		assertThat(this.writes).hasUserEvent("a")
			.forUser("c-2")
			.then()
			.hasNoUserEvent("b")
			.hasNo(UserEvent.class)
			.hasSize(1);
		assertThat(this.writes).hasUserEvent("a").forUser("c-2").and().hasUserEvent("b");
		assertThat(this.writes).hasOrganizationEvent("c").then().isEmpty();
		assertFailure(() -> assertThat(this.writes).hasUserEvent("b").thenUserEvent("a").thenUserEvent("b"))
			.startsWith("Expecting a user event 'b' after number 3\n");
		assertFailure(() -> assertThat(this.writes).hasUserEvent("b").then().isEmpty())
			.startsWith("Expecting nothing after number 2\n");
	}

	@Test
	void knowsWhatIsNotThere() {
		assertThat(this.writes).isEmpty().hasSize(0).hasNoUserEvent("a").hasNoOrganizationEvent("a").hasNo(Write.class);
		record(event("a", "c-1"), organizationEvent("b", "o-1"));
		assertThat(this.writes).hasNoUserEvent("b").hasNoOrganizationEvent("a").hasNo(DeleteUserRequest.class);
		assertThat(this.writes).hasNo(UserEvent.class, (event) -> event.name().equals("b"));
		assertFailure(() -> assertThat(this.writes).isEmpty()).startsWith("Expecting nothing\nbut this is");
		assertFailure(() -> assertThat(this.writes).hasSize(1)).startsWith("Expecting 1 write\nbut this is");
		assertFailure(() -> assertThat(this.writes).hasNoUserEvent("a")).startsWith("Expecting no user event 'a'\n");
		assertFailure(() -> assertThat(this.writes).hasNoOrganizationEvent("b"))
			.startsWith("Expecting no organization event 'b'\n");
		assertFailure(() -> assertThat(this.writes).hasNo(UserEvent.class)).startsWith("Expecting no UserEvent\n");
		assertFailure(() -> assertThat(this.writes).hasNo(UserEvent.class, (event) -> event.match() == null))
			.startsWith("Expecting no UserEvent that fits the condition\n");
	}

	@Test
	void comparesWholeSequences() {
		UpsertUserScheduledRequest schedule = UpsertUserScheduledRequest.once("trial", TIME).user("c-1").build();
		record(placed("c-1", 10), schedule);
		assertThat(this.writes).containsExactly(
				UserEvent.builder("order.placed").user("c-1").data(Map.of("total", new BigDecimal("10.00"))).build(),
				UpsertUserScheduledRequest.once("trial", TIME).user("c-1").build());
		assertFailure(() -> assertThat(this.writes).containsExactly(schedule, placed("c-1", 10))).startsWith("""
				Expecting exactly
				  - schedule 'trial' of user 'c-1'""");
		assertFailure(() -> assertThat(this.writes).containsExactly(placed("c-1", 10)));
		assertFailure(() -> assertThat(this.writes).containsExactly(placed("c-2", 10), schedule));
	}

	@Test
	void knowsEveryKindOfWrite() {
		List<Write> all = List.of(
				UpsertUserRequest.builder("c-1").email("lucy@example.com").data("plan", "pro").build(),
				new DeleteUserRequest(List.of(ExternalId.of("c-1"))),
				UpsertOrganizationRequest.builder("o-1").name("Acme").build(),
				new DeleteOrganizationRequest(List.of(ExternalId.of("o-1"))),
				OrganizationUserRequest.builder("o-1", "c-1").data("role", "admin").build(),
				new RemoveOrganizationUserRequest(List.of(ExternalId.of("o-1")), List.of(ExternalId.of("c-1"))),
				UpsertUserScheduledRequest.once("trial", TIME).user("c-1").build(),
				new DeleteUserScheduledRequest("trial", List.of(ExternalId.of("c-1"))),
				UpsertOrganizationScheduledRequest.every("report", "7 days").organization("o-1").build(),
				new DeleteOrganizationScheduledRequest("report", List.of(ExternalId.of("o-1"))),
				InboxMessage.builder(Channel.INBOX, "m-1").user("c-1").content(Map.of("title", "Hello")).build(),
				DeviceRegistration.android("d-1", "token").user("c-1").build(),
				UserEvent.builder("maintenance").match(Map.of("plan", "pro")).build(), organizationEvent("e", "o-1"));
		record(all.toArray(Write[]::new));
		assertThat(this.writes).hasUserUpsert("c-1")
			.with(UpsertUserRequest::email, "lucy@example.com")
			.withData("plan", "pro");
		assertThat(this.writes).hasUserDeletion("c-1");
		assertThat(this.writes).hasOrganizationUpsert("o-1").matching((write) -> "Acme".equals(write.name()));
		assertThat(this.writes).hasOrganizationDeletion("o-1");
		assertThat(this.writes).hasMembership("o-1", "c-1").withData("role", "admin");
		assertThat(this.writes).hasMembershipEnd("o-1", "c-1");
		assertThat(this.writes).hasUserSchedule("trial").with(UpsertUserScheduledRequest::scheduledAt, TIME);
		assertThat(this.writes).hasUserScheduleEnd("trial").forUser("c-1");
		assertThat(this.writes).hasOrganizationSchedule("report").forOrganization("o-1");
		assertThat(this.writes).hasOrganizationScheduleEnd("report").forOrganization(ExternalId.of("o-1"));
		assertThat(this.writes).hasInboxMessage("m-1").forUser("c-1");
		assertThat(this.writes).hasDevice("d-1").forUser(ExternalId.of("c-1"));
		assertThat(this.writes).hasUserEvent("maintenance").with(UserEvent::match, Match.of(Map.of("plan", "pro")));
		assertThat(this.writes).has(OrganizationEvent.class).forOrganization("o-1");
		assertFailure(() -> assertThat(this.writes).hasSize(0)).isEqualTo("""
				Expecting 0 writes
				but this is what was recorded:
				  1. upsert of user 'c-1' {"email":"lucy@example.com","data":{"plan":"pro"}}
				  2. deletion of user 'c-1'
				  3. upsert 'Acme' of organization 'o-1'
				  4. deletion of organization 'o-1'
				  5. membership of organization 'o-1' and user 'c-1' {"role":"admin"}
				  6. end of the membership of organization 'o-1' and user 'c-1'
				  7. schedule 'trial' of user 'c-1' {"scheduled_at":"2026-12-01T10:00:00Z"}
				  8. end of schedule 'trial' of user 'c-1'
				  9. schedule 'report' of organization 'o-1' {"interval":"7 days"}
				  10. end of schedule 'report' of organization 'o-1'
				  11. inbox message 'm-1' of user 'c-1' {"channel":"inbox","content":{"title":"Hello"}}
				  12. device 'd-1' of user 'c-1' {"os":"android"}
				  13. user event 'maintenance' {"match":{"plan":"pro"},"data":{}}
				  14. organization event 'e' of organization 'o-1'""");
		assertThat(this.writes.all()).isEqualTo(all);
		assertThat(this.writes.of(UpsertUserRequest.class)).hasSize(1);
	}

	@Test
	void namesWhatIsMissing() {
		assertFailure(() -> assertThat(this.writes).hasUserUpsert("c-1"))
			.startsWith("Expecting an upsert of user 'c-1'\nbut");
		assertFailure(() -> assertThat(this.writes).hasOrganizationDeletion("o-1"))
			.startsWith("Expecting a deletion of organization 'o-1'\nbut");
		assertFailure(() -> assertThat(this.writes).hasOrganizationSchedule("report"))
			.startsWith("Expecting a schedule 'report' of an organization\nbut");
		assertFailure(() -> assertThat(this.writes).hasInboxMessage("m-1"))
			.startsWith("Expecting an inbox message 'm-1'\nbut");
		assertFailure(() -> assertThat(this.writes).hasDevice("d-1")).startsWith("Expecting a device 'd-1'\nbut");
		record(OrganizationUserRequest.builder("o-1", "c-1").build());
		assertFailure(() -> assertThat(this.writes).hasMembership("o-1", "c-2"))
			.startsWith("Expecting a membership of organization 'o-1' of user 'c-2'\nbut");
	}

	@Test
	void namesIdentifiersOfOtherSources() {
		ExternalId stripe = ExternalId.of("stripe", "cus_1");
		record(UserEvent.builder("a").user(ExternalId.of("c-1"), stripe).build());
		assertThat(this.writes).hasUserEvent("a").forUser(stripe, ExternalId.of("c-1"));
		assertFailure(() -> assertThat(this.writes).hasUserEvent("a").forUser("cus_1"))
			.contains("1. user event 'a' of user 'c-1' and user 'stripe:cus_1'");
		assertFailure(() -> assertThat(this.writes).hasUserEvent("a").forUser(stripe, ExternalId.of("c-2")))
			.startsWith("Expecting a user event 'a' of user 'stripe:cus_1' and 'c-2'\n");
	}

	@Test
	void tellsWhatWaitsAndWhatWasRolledBackApartFromEqualWrites() {
		Write one = event("a", "c-1");
		Write same = event("a", "c-1");
		this.ledger.held(one);
		this.ledger.held(same);
		this.ledger.released(same, false);
		assertThat(this.writes.held()).singleElement().isSameAs(one);
		assertThat(this.writes.rolledBack()).singleElement().isSameAs(same);
		assertFailure(() -> assertThat(this.writes).hasUserEvent("a")).contains("but nothing was recorded.")
			.contains("Waiting for the end of a transaction that is still open:\n  - user event 'a' of user 'c-1'\n")
			.contains("Dropped because the transaction was rolled back:\n  - user event 'a' of user 'c-1'\n");
		this.writes.clear();
		this.ledger.released(one, false);
		assertThat(this.writes.rolledBack()).isEmpty();
		assertThat(this.writes).hasToString("RecordedWrites[]");
	}

	private void record(Write... recorded) {
		this.ledger.record(Stream.of(recorded).map(RecordedWrite::of).toList());
	}

	private static UserEvent placed(String user, double total) {
		return UserEvent.builder("order.placed").user(user).data("total", total).build();
	}

	private static UserEvent event(String name, String user) {
		return UserEvent.builder(name).user(user).build();
	}

	private static OrganizationEvent organizationEvent(String name, String organization) {
		return OrganizationEvent.builder(name).organization(organization).build();
	}

	private static AbstractStringAssert<?> assertFailure(ThrowingCallable assertion) {
		return assertThat(catchThrowable(assertion)).isInstanceOf(AssertionError.class)
			.extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING);
	}

}
