package com.lunogram.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.http.JsonCodec;
import com.lunogram.model.Operation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what spares requests: the pace, upserts that become one, and a pause.
 */
class DeliveryPaceTests {

	private final EngineFixture fixture = EngineFixture.standard();

	@Test
	void nothingIsSentWithoutATokenAndTheBatchGrowsMeanwhile() {
		this.fixture.pace = Duration.ofMillis(700).toNanos();
		this.fixture.event("e1", "A");
		this.fixture.pass(Duration.ofMillis(500));
		assertThat(this.fixture.runAtOnce()).isEqualTo(Duration.ofMillis(700).toNanos());
		assertThat(this.fixture.engine.isOnHold()).as("not woken by what comes meanwhile").isTrue();
		this.fixture.event("e2", "A").event("e3", "B");
		this.fixture.pass(Duration.ofMillis(700));
		this.fixture.pace = 0;
		this.fixture.runAtOnce();
		assertThat(this.fixture.requests).containsExactly("events e1 e2 e3");
	}

	@Test
	void whileTheBatchLingersThePaceIsOfNoAccount() {
		this.fixture.pace = Duration.ofSeconds(10).toNanos();
		assertThat(this.fixture.event("e1", "A").runAtOnce()).isEqualTo(Duration.ofMillis(500).toNanos());
	}

	@Test
	void nothingIsSentWhilePaused() {
		this.fixture.engine.setPaused(true);
		this.fixture.event("e1", "A");
		assertThat(this.fixture.runAtOnce()).isEqualTo(DeliveryEngine.FOREVER);
		assertThat(this.fixture.engine.progress().state()).isEqualTo(State.PAUSED);
		this.fixture.engine.setPaused(false);
		this.fixture.runToEnd();
		assertThat(this.fixture.requests).containsExactly("events e1");
		assertThat(this.fixture.engine.progress().state()).isEqualTo(State.RUNNING);
	}

	@Test
	void upsertsOfOneSubjectThatWaitTogetherBecomeOne() {
		this.fixture.upsert("u1", "A").upsert("u2", "B").upsert("u3", "A").event("e1", "A").runToEnd();
		assertThat(this.fixture.requests).containsExactly("upsert u1 u3", "upsert u2", "events e1");
		assertThat(this.fixture.delivered).isEqualTo(4);
		assertThat(this.fixture.queue.size()).isZero();
		assertThat(this.fixture.queue.bytes()).isZero();
	}

	@Test
	void anythingBetweenThemKeepsUpsertsApart() {
		this.fixture.upsert("u1", "A").event("e1", "A").upsert("u2", "A").runToEnd();
		assertThat(this.fixture.requests).containsExactly("upsert u1", "events e1", "upsert u2");
	}

	@Test
	void whatMayConcernAnybodyKeepsUpsertsApart() {
		this.fixture.upsert("u1", "A").event("match").upsert("u2", "A").runToEnd();
		assertThat(this.fixture.requests).containsExactly("upsert u1", "events match", "upsert u2");
	}

	@Test
	void upsertsThatShareOnlySomeIdentifiersStayApart() {
		this.fixture.upsert("u1", "A").upsert("u2", "A", "B").upsert("u3", "B").runToEnd();
		assertThat(this.fixture.requests).containsExactly("upsert u1", "upsert u2", "upsert u3");
	}

	@Test
	void anUpsertThatIsRefusedDoesNoHarmToThoseItWasMergedWith() {
		this.fixture.fails("u2", Failures.status(400));
		this.fixture.upsert("u1", "A").upsert("u2", "A").upsert("u3", "A").event("e1", "A").runToEnd();
		assertThat(this.fixture.requests).containsExactly("upsert u1 u2 u3", "upsert u1", "upsert u2", "upsert u3",
				"events e1");
		assertThat(this.fixture.undelivered).containsExactly("u2 REFUSED");
		assertThat(this.fixture.delivered).isEqualTo(3);
	}

	@Test
	void anUpsertThatMakesTheServerFailDoesNoHarmToThoseItWasMergedWith() {
		this.fixture.fails("u2", Failures.status(500));
		this.fixture.upsert("u1", "A").upsert("u2", "A").event("e1", "B").run(Duration.ofMinutes(10));
		assertThat(this.fixture.taken).contains("u1", "e1").doesNotContain("u2");
		assertThat(this.fixture.undelivered).containsExactly("u2 GAVE_UP");
	}

	@Test
	void upsertsThatCanBeWrittenButNotReadStayApartAndLoseNobody() {
		String number = "1".repeat(1_001);
		for (String label : List.of("u1", "u2")) {
			QueuedWrite write = EngineFixture.write(Operation.UPSERT_USER, label, 0, true, "A");
			byte[] json = new String(write.json(), StandardCharsets.UTF_8)
				.replace("{\"id\"", "{\"n\":" + number + ",\"id\"")
				.getBytes(StandardCharsets.UTF_8);
			this.fixture.publish(new QueuedWrite(write.operation(), write.subjects(), json, true));
		}
		this.fixture.event("e1", "B").runToEnd();
		assertThat(this.fixture.requests).containsExactly("upsert u1", "upsert u2", "events e1");
		assertThat(this.fixture.queue.size()).isZero();
	}

	@Test
	void whatIsMergedAndThenMergedAgainCountsInFull() {
		QueuedWrite first = EngineFixture.write(Operation.UPSERT_USER, "u1", 0, true, "A");
		QueuedWrite second = EngineFixture.write(Operation.UPSERT_USER, "u2", 0, true, "A");
		QueuedWrite third = EngineFixture.write(Operation.UPSERT_USER, "u3", 0, true, "A");
		second.absorb(third, new byte[0]);
		first.absorb(second, new byte[0]);
		assertThat(first.parts()).containsExactly(first, second, third);
		assertThat(first.split()).containsExactly(first, second, third);
		assertThat(second.parts()).containsExactly(second);
		assertThat(second.body()).isEqualTo(second.json());
	}

	@Test
	void upsertsThatBecomeLargeTogetherStayApart() {
		for (int i = 1; i <= 50; i++) {
			this.fixture.publish(Operation.UPSERT_USER, "u" + i, 5_000, "A");
		}
		this.fixture.runToEnd();
		assertThat(this.fixture.sizes).hasSizeBetween(2, 49).allMatch((size) -> size <= 32 * 1024);
		assertThat(this.fixture.delivered).isEqualTo(50);
	}

	@Test
	void anUpsertThatIsDeniedDoesNoHarmToThoseItWasMergedWith() {
		this.fixture.fails("u2", Failures.status(405));
		this.fixture.upsert("u1", "A").upsert("u2", "A").upsert("u3", "A").event("e1", "B");
		this.fixture.run(Duration.ofMinutes(10));
		assertThat(this.fixture.taken).containsExactlyInAnyOrder("u1", "e1", "u3");
		assertThat(this.fixture.undelivered).containsExactly("u2 REFUSED");
	}

	@Test
	void laterFieldsWinAndSoDoLaterKeysOfData() {
		assertThat(merge("""
				{"identifier":[{"external_id":"A"}],"email":"old@example.com","locale":"nl",
				 "data":{"plan":"free","seats":1,"address":{"city":"Delft"}}}""", """
				{"identifier":[{"external_id":"A"}],"email":"new@example.com","phone":"+31612345678",
				 "data":{"plan":null,"price":12.10,"big":12345678901234567890,"address":{"zip":"2611"}}}"""))
			.isEqualTo("{\"identifier\":[{\"external_id\":\"A\"}],\"email\":\"new@example.com\",\"locale\":\"nl\","
					+ "\"data\":{\"plan\":null,\"seats\":1,\"address\":{\"zip\":\"2611\"},\"price\":12.10,"
					+ "\"big\":12345678901234567890},\"phone\":\"+31612345678\"}");
	}

	@Test
	void dataOfEitherIsKept() {
		assertThat(merge("{\"identifier\":[1],\"data\":{\"a\":1}}", "{\"identifier\":[1],\"email\":\"x\"}"))
			.isEqualTo("{\"identifier\":[1],\"data\":{\"a\":1},\"email\":\"x\"}");
		assertThat(merge("{\"identifier\":[1],\"email\":\"x\"}", "{\"identifier\":[1],\"data\":{\"a\":1}}"))
			.isEqualTo("{\"identifier\":[1],\"email\":\"x\",\"data\":{\"a\":1}}");
	}

	private static String merge(String earlier, String later) {
		byte[] merged = new JsonCodec().mergeUpserts(earlier.getBytes(StandardCharsets.UTF_8),
				later.getBytes(StandardCharsets.UTF_8));
		return (merged != null) ? new String(merged, StandardCharsets.UTF_8) : "not merged";
	}

	@Test
	void stateTellsWhyItWaits() {
		this.fixture.event("e1", "A").then(Failures.status(429, "3"), 1);
		this.fixture.run(Duration.ofSeconds(1));
		assertThat(this.fixture.engine.progress().state()).isEqualTo(State.RATE_LIMITED);
		assertThat(this.fixture.engine.progress().oldest()).isNotNull();
		this.fixture.then(Failures.status(401), 1).run(Duration.ofSeconds(4));
		assertThat(this.fixture.engine.progress().state()).isEqualTo(State.BLOCKED);
		this.fixture.then(Failures.refused(), 10).run(Duration.ofSeconds(30));
		assertThat(this.fixture.engine.progress().state()).isEqualTo(State.RETRYING);
		this.fixture.runToEnd();
		assertThat(this.fixture.engine.progress().state()).isEqualTo(State.RUNNING);
		assertThat(this.fixture.engine.progress().oldest()).isNull();
	}

	@Test
	void stateIsNotThatOfAWriteThatIsGone() {
		this.fixture.event("e1", "A").then(Failures.status(401), 1).then(Failures.status(400), 1).runToEnd();
		assertThat(this.fixture.undelivered).containsExactly("e1 REFUSED");
		assertThat(this.fixture.engine.progress().state()).isEqualTo(State.RUNNING);
	}

	@Test
	void theNewestDeadLettersAreKept() {
		DeadLetters letters = new DeadLetters(Clock.systemUTC());
		for (int i = 1; i <= DeadLetters.MAX_COUNT + 5; i++) {
			letters.add(letter("x"));
		}
		assertThat(letters.list()).hasSize(DeadLetters.MAX_COUNT);
		assertThat(letters.list().get(0).id()).isEqualTo(6);
		letters.add(letter("x".repeat((int) DeadLetters.MAX_SIZE - 1)));
		assertThat(letters.list()).hasSize(2);
	}

	@Test
	void takenDeadLettersCanBePutBackInTheirPlace() {
		DeadLetters letters = new DeadLetters(Clock.systemUTC());
		List.of("a", "b", "c").forEach((json) -> letters.add(letter(json)));
		List<DeadLetter> taken = letters.take((letter) -> letter.id() < 3);
		assertThat(letters.size()).isEqualTo(1);
		letters.restore(taken);
		assertThat(letters.list()).extracting(DeadLetter::id).containsExactly(1L, 2L, 3L);
	}

	@Test
	void whatIsPutBackKeepsItsPlaceAmongThoseThatWereNotTaken() {
		DeadLetters letters = new DeadLetters(Clock.systemUTC());
		List.of("a", "b", "c").forEach((json) -> letters.add(letter(json)));
		letters.restore(letters.take((letter) -> letter.id() == 2));
		assertThat(letters.list()).extracting(DeadLetter::id).containsExactly(1L, 2L, 3L);
	}

	private static UndeliveredWrite letter(String json) {
		return new UndeliveredWrite(Operation.POST_USER_EVENTS, List.of(), json, UndeliveredWrite.Reason.REFUSED, "");
	}

}
