package com.lunogram.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.lunogram.LunogramException;
import com.lunogram.delivery.DeliveryStats.Waiting;
import com.lunogram.model.Operation;
import com.lunogram.model.Subject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DeliveryEngineTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

	private EngineFixture fixture = EngineFixture.standard();

	@Nested
	class Batches {

		@Test
		void anEmptyQueueMeansWaitingForEver() {
			assertThat(DeliveryEngineTests.this.fixture.step()).isEqualTo(DeliveryEngine.FOREVER);
			assertThat(DeliveryEngineTests.this.fixture.engine.wakeCount()).isEqualTo(1);
		}

		@Test
		void lingersForMoreThenSendsAllTogether() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.event("e1", "A");
			assertThat(fixture.runAtOnce()).isEqualTo(500 * MILLISECOND);
			fixture.pass(Duration.ofMillis(300));
			fixture.event("e2", "B");
			assertThat(fixture.runAtOnce()).isEqualTo(200 * MILLISECOND);
			assertThat(fixture.engine.wakeCount()).isEqualTo(8);
			fixture.pass(Duration.ofMillis(200));
			assertThat(fixture.runAtOnce()).isEqualTo(DeliveryEngine.FOREVER);
			assertThat(fixture.requests).containsExactly("events e1 e2");
		}

		@Test
		void aFullBatchGoesAtOnceAndTheRestLingers() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.events("e", 1, 23, (i) -> "u" + i);
			assertThat(fixture.runAtOnce()).isEqualTo(500 * MILLISECOND);
			assertThat(fixture.requests).containsExactly("events e1 e2 e3 e4 e5 e6 e7 e8 e9 e10",
					"events e11 e12 e13 e14 e15 e16 e17 e18 e19 e20");
			fixture.runToEnd();
			assertThat(fixture.requests).hasSize(3).last().isEqualTo("events e21 e22 e23");
		}

		@Test
		void theSizeOfABodyIsBounded() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture;
			for (int i = 1; i <= 9; i++) {
				fixture.publish(Operation.POST_USER_EVENTS, "e" + i, 2481, "u" + i);
			}
			// So that four of them make 10,001 bytes with brackets and commas.
			assertThat(EngineFixture.write(Operation.POST_USER_EVENTS, "e1", 2481, false).size()).isEqualTo(2499);
			assertThat(fixture.runAtOnce()).isEqualTo(500 * MILLISECOND);
			assertThat(fixture.requests).containsExactly("events e1 e2 e3", "events e4 e5 e6");
			assertThat(fixture.engine.wakeBytes()).isPositive().isLessThan(2510);
			fixture.runToEnd();
			assertThat(fixture.sizes).allMatch((size) -> size <= 10_000);
			assertThat(fixture.requests).hasSize(3);
		}

		@Test
		void asMuchAsFitsExactlyIsSent() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture;
			for (int i = 1; i <= 4; i++) {
				fixture.publish(Operation.POST_USER_EVENTS, "e" + i, (i == 1) ? 2480 : 2481, "u" + i);
			}
			assertThat(fixture.runAtOnce()).isEqualTo(DeliveryEngine.FOREVER);
			assertThat(fixture.sizes).containsExactly(10_000);
		}

		@Test
		void aWriteBeyondTheSizeOfABatchGoesAlone() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.event("e1", "A");
			fixture.publish(Operation.POST_USER_EVENTS, "large", 20_000, "B").event("e2", "C");
			fixture.runToEnd();
			assertThat(fixture.requests).containsExactly("events e1", "events large", "events e2");
		}

		@Test
		void anInboxRequestTakesAHundredMessages() {
			EngineFixture fixture = new EngineFixture(EngineFixture.settings(500, OnDoubt.RETRY, 5));
			fixture.publish(Operation.POST_USER_INBOX, "i1", 0, "u1");
			fixture.runAtOnce();
			assertThat(fixture.engine.wakeCount()).isEqualTo(99);
			for (int i = 2; i <= 150; i++) {
				fixture.publish(Operation.POST_USER_INBOX, "i" + i, 0, "u" + i);
			}
			assertThat(fixture.runAtOnce()).isEqualTo(500 * MILLISECOND);
			fixture.runToEnd();
			assertThat(fixture.requests).hasSize(2);
			assertThat(fixture.requests.get(0)).endsWith(" i100");
		}

		@Test
		void manyWritesOfDifferentKindsDontWaitForAFullBatchOfOne() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.events("e", 1, 5, (i) -> "u" + i);
			for (int i = 1; i <= 5; i++) {
				fixture.publish(Operation.POST_ORGANIZATION_EVENTS, "o" + i, 0, "o" + i);
			}
			fixture.runAtOnce();
			assertThat(fixture.requests).first().isEqualTo("events e1 e2 e3 e4 e5");
		}

		@Test
		void nobodyLingersWhileSomebodyFlushesOrCloses() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.event("e1", "A");
			fixture.queue.close();
			assertThat(fixture.runAtOnce()).isEqualTo(DeliveryEngine.FOREVER);
			assertThat(fixture.requests).hasSize(1);
		}

		@Test
		void whatIsPublishedRightBeforeAFlushGoesInItsBatch() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.event("e1", "A");
			fixture.meanwhile(() -> {
				fixture.event("e2", "A");
				fixture.queue.close();
			});
			fixture.step();
			assertThat(fixture.requests).isEmpty();
			fixture.runToEnd();
			assertThat(fixture.requests).containsExactly("events e1 e2");
		}

		@Test
		void whileARequestIsUnderWayTheNextBatchGrows() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.then(Failures.refused(), 1).event("e1", "A");
			fixture.run(Duration.ofMillis(500));
			fixture.event("e2", "B");
			fixture.runToEnd();
			assertThat(fixture.requests).containsExactly("events e1", "events e1 e2");
		}

	}

	@Nested
	class Order {

		@Test
		void upsertsGoFirstAndTheEventsAfterThemMakeOneBatch() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.upsert("u1", "A")
				.event("e1", "A")
				.upsert("u2", "B")
				.event("e2", "B")
				.runToEnd();
			assertThat(fixture.requests).containsExactly("upsert u1", "upsert u2", "events e1 e2");
		}

		@Test
		void aSubjectsOrderHoldsAcrossKinds() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.event("e1", "A")
				.upsert("u1", "A")
				.event("e2", "A")
				.publish(Operation.POST_USER_INBOX, "i1", 0, "A")
				.publish(Operation.DELETE_USER, "d1", 0, "A")
				.upsert("u2", "A")
				.runToEnd();
			assertThat(fixture.requests).containsExactly("events e1", "upsert u1", "events e2", "inbox i1", "delete d1",
					"upsert u2");
		}

		@Test
		void othersJoinTheEarliestBatchThatTheyMay() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.event("a1", "A")
				.upsert("a2", "A")
				.event("a3", "A")
				.event("b1", "B")
				.upsert("c1", "C")
				.runToEnd();
			assertThat(fixture.requests).containsExactly("upsert c1", "events a1 b1", "upsert a2", "events a3");
		}

		@Test
		void writesThatShareAnyIdentifierAreOneSubjects() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.event("e1", "A")
				.upsert("u1", "A", "B")
				.event("e2", "B")
				.upsert("u2", "B", "C")
				.event("e3", "C")
				.runToEnd();
			assertThat(fixture.requests).containsExactly("events e1", "upsert u1", "events e2", "upsert u2",
					"events e3");
		}

		@Test
		void anIdentifierGivenTwiceIsOne() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.event("e1", "A", "A")
				.upsert("u1", "A")
				.event("e2", "A", "A")
				.runToEnd();
			assertThat(fixture.requests).containsExactly("events e1", "upsert u1", "events e2");
		}

		@Test
		void whatMayConcernAnybodyPassesNobodyAndNobodyPassesIt() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.event("e1", "A")
				.upsert("u1", "B")
				.match("m1")
				.match("m2")
				.upsert("u2", "C")
				.event("e2", "D")
				.match("m3")
				.event("e3", "A")
				.runToEnd();
			assertThat(fixture.requests).containsExactly("upsert u1", "events e1", "events m1 m2", "upsert u2",
					"events e2", "events m3", "events e3");
		}

		@Test
		void barriersOfDifferentKindsKeepTheirOrder() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.match("m1")
				.publish(Operation.POST_ORGANIZATION_EVENTS, "o1", 0)
				.match("m2")
				.runToEnd();
			assertThat(fixture.requests).containsExactly("events m1", "org-events o1", "events m2");
		}

		@Test
		void aLevelTakesNoMoreThanItsShareSoThatNobodyWaitsForEver() {
			Batcher batcher = new Batcher(new BatchLimits(10, 10_000), 20);
			batcher.add(sequenced(0, Operation.POST_USER_EVENTS, "A"));
			batcher.add(sequenced(1, Operation.UPSERT_USER, "A"));
			int sent = 0;
			for (int i = 2; batcher.operation() != Operation.UPSERT_USER; i++) {
				batcher.remove(batcher.peek(1));
				sent++;
				batcher.add(sequenced(i, Operation.POST_USER_EVENTS, "u" + i));
			}
			assertThat(sent).isEqualTo(20);
		}

		@Test
		void anEventWaitsForAHundredLaterUpsertsOfOthersAtMost() {
			Batcher batcher = new Batcher(new BatchLimits(10, 10_000), 10_000);
			for (int i = 0; i < 20; i++) {
				batcher.add(sequenced(i, Operation.UPSERT_USER, "u" + i));
			}
			batcher.add(sequenced(20, Operation.POST_USER_EVENTS, "A"));
			assertThat(requestsUntil(batcher, Operation.POST_USER_EVENTS, Operation.UPSERT_USER)).isEqualTo(100);
		}

		@Test
		void anUpsertWaitsForAHundredRequestsWithLaterEventsOfOthersAtMost() {
			Batcher batcher = new Batcher(new BatchLimits(10, 10_000), 10_000);
			batcher.add(sequenced(19, Operation.POST_USER_EVENTS, "A"));
			batcher.add(sequenced(20, Operation.UPSERT_USER, "A"));
			assertThat(requestsUntil(batcher, Operation.UPSERT_USER, Operation.POST_USER_EVENTS)).isEqualTo(100);
		}

		/** While another write comes for each that is sent. */
		private static int requestsUntil(Batcher batcher, Operation last, Operation coming) {
			int requests = 0;
			for (; batcher.operation() != last; requests++) {
				batcher.remove(batcher.peek(1));
				batcher.add(sequenced(21 + requests, coming, "later" + requests));
			}
			return requests;
		}

		@Test
		void thatCostsAManyUpsertsWithAnEventEachHardlyAnyRequests() {
			EngineFixture fixture = new EngineFixture(EngineFixture.settings(500, OnDoubt.RETRY, 5));
			for (int i = 0; i < 1000; i++) {
				fixture.upsert("u" + i, "u" + i).event("e" + i, "u" + i);
			}
			fixture.runToEnd();
			assertThat(fixture.taken).hasSize(2000);
			assertThat(fixture.requests).hasSize(1010);
			assertThat(fixture.requests.get(100)).startsWith("events e0 e1 ");
		}

		private static QueuedWrite sequenced(int sequence, Operation operation, String... users) {
			QueuedWrite write = EngineFixture.write(operation, "e" + sequence, 0, true, users);
			write.enqueued(sequence, 0);
			return write;
		}

	}

	@Nested
	class Holds {

		@ParameterizedTest
		@ValueSource(doubles = { 0, 0.5, 0.999 })
		void aRateLimitHoldsEverythingAsLongAsToldAndCostsNothing(double random) {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.then(Failures.status(429, "7"), 1)
				.event("e1", "A");
			fixture.random = () -> random;
			fixture.run(Duration.ofMillis(500));
			assertThat(fixture.requests).hasSize(1);
			assertThat(fixture.engine.isOnHold()).isTrue();
			fixture.upsert("u1", "B");
			long wait = fixture.step();
			assertThat(wait).isBetween(7 * SECOND, 7 * SECOND + 7 * SECOND / 10);
			fixture.now += wait - 1;
			assertThat(fixture.step()).isEqualTo(1);
			assertThat(fixture.requests).hasSize(1);
			fixture.runToEnd();
			assertThat(fixture.requests).containsExactly("events e1", "upsert u1", "events e1");
			assertThat(fixture.undelivered).isEmpty();
		}

		@Test
		void aRateLimitWithoutATimeIsLong() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.then(Failures.status(429), 1)
				.event("e1", "A")
				.runToEnd();
			assertThat(fixture.times.get(1) - fixture.times.get(0)).isBetween(30_000L, 33_000L);
		}

		@Test
		void aRateLimitOfHoursIsNotHeeded() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.then(Failures.status(429, "86400"), 1)
				.event("e1", "A")
				.runToEnd();
			assertThat(fixture.times.get(1) - fixture.times.get(0)).isBetween(600_000L, 660_000L);
		}

		@Test
		void aRateLimitOfNothingDoesNotHammer() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.then(Failures.status(429, "0"), 5)
				.event("e1", "A")
				.runToEnd();
			assertThat(fixture.requests).hasSize(6);
			assertThat(gaps(fixture)).allMatch((gap) -> gap >= 1000);
		}

		@Test
		void aServerUnavailableUntilATimeHasNotTakenAnything() {
			EngineFixture fixture = new EngineFixture(EngineFixture.settings(10, OnDoubt.DROP, 5))
				.then(Failures.status(503, "3"), 20)
				.events("e", 1, 4, (i) -> "u" + i)
				.runToEnd();
			assertThat(fixture.requests).hasSize(21).containsOnly("events e1 e2 e3 e4");
			assertThat(gaps(fixture)).allMatch((gap) -> gap >= 3000 && gap <= 3300);
		}

		@Test
		void whatWasSurelyNotTakenIsRepeatedForEver() {
			EngineFixture fixture = new EngineFixture(EngineFixture.settings(10, OnDoubt.DROP, 5));
			fixture.then(Failures.refused(), 1000).events("e", 1, 4, (i) -> "u" + i).runToEnd();
			assertThat(fixture.requests).hasSize(1001).containsOnly("events e1 e2 e3 e4");
			assertThat(fixture.undelivered).isEmpty();
		}

		@ParameterizedTest
		@ValueSource(doubles = { 0.001, 0.5, 0.999 })
		void waitsGrowToHalfAMinuteWithFullJitter(double random) {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.events("e", 1, 4, (i) -> "u" + i);
			fixture.random = () -> random;
			fixture.answers(Failures.reset());
			fixture.run(Duration.ofMinutes(10));
			List<Long> gaps = gaps(fixture);
			for (int i = 0; i < 4; i++) {
				assertThat((double) gaps.get(i)).isBetween(random * 500 * Math.pow(2, i) - 1,
						random * 500 * Math.pow(2, i) + 1);
			}
			assertThat(gaps).allMatch((gap) -> gap <= random * 30_000 + 1);
			assertThat((double) gaps.get(gaps.size() - 1)).isBetween(random * 30_000 - 1, random * 30_000 + 1);
		}

		@ParameterizedTest
		@ValueSource(doubles = { 0.001, 0.5, 0.999 })
		void waitsStayShortWhileNobodyIsThere(double random) {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.then(Failures.refused(), 100).event("e1", "A");
			fixture.random = () -> random;
			fixture.runToEnd();
			List<Long> gaps = gaps(fixture);
			assertThat(gaps).hasSize(100);
			for (int i = 0; i < gaps.size(); i++) {
				double bound = Math.min(1_000, 500 * Math.pow(2, i));
				assertThat((double) gaps.get(i)).isBetween(random * bound - 1, random * bound + 1);
			}
		}

		@Test
		void anErrorOfTheWorkersOwnMakesItPause() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.event("e1", "A");
			fixture.engine.pause(SECOND);
			assertThat(fixture.step()).isEqualTo(SECOND);
			assertThat(fixture.engine.isOnHold()).isTrue();
		}

		@ParameterizedTest
		@ValueSource(ints = { 401, 404, 302 })
		void aWrongKeyOrAddressHoldsEverythingUntilItIsMended(int status) {
			LunogramException failure = (status == 401) ? Failures.status(401) : Failures.html(status);
			EngineFixture fixture = new EngineFixture(EngineFixture.settings(10, OnDoubt.DROP, 1));
			fixture.then(failure, 100).upsert("u1", "A").event("e1", "A").event("e2", "B").runToEnd();
			assertThat(gaps(fixture).subList(0, 100)).containsOnly(30_000L);
			assertThat(fixture.taken).containsExactly("u1", "e1", "e2");
			assertThat(fixture.undelivered).isEmpty();
		}

		@Test
		void aPageInsteadOfAnAnswerHolds() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.then(Failures.html(200), 3)
				.event("e1", "A")
				.runToEnd();
			assertThat(gaps(fixture)).containsOnly(30_000L);
			assertThat(fixture.taken).containsExactly("e1");
		}

		@Test
		void aKeyThatMayNotUpsertHolds() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.then(Failures.status(403), 3)
				.upsert("u1", "A")
				.runToEnd();
			assertThat(gaps(fixture)).containsOnly(30_000L);
			assertThat(fixture.taken).containsExactly("u1");
		}

	}

	@Nested
	class Doubt {

		@Test
		void whatIsInDoubtIsSentAgain() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.then(Failures.reset(), 3)
				.events("e", 1, 4, (i) -> "u" + i)
				.runToEnd();
			assertThat(fixture.requests).hasSize(4).containsOnly("events e1 e2 e3 e4");
			assertThat(fixture.undelivered).isEmpty();
		}

		@Test
		void anExceptionThatIsNotTheClientsIsDoubt() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.then(new IllegalStateException(), 1)
				.event("e1", "A")
				.runToEnd();
			assertThat(fixture.requests).hasSize(2);
		}

		@ParameterizedTest
		@MethodSource("unexpected")
		void whateverElseIsThrownIsDoubt(Throwable failure) {
			EngineFixture fixture = new EngineFixture(EngineFixture.settings(10, OnDoubt.DROP, 5));
			fixture.answers((request) -> sneaky(failure));
			fixture.event("e1", "A").runToEnd();
			assertThat(fixture.requests).containsExactly("events e1");
			assertThat(fixture.undelivered).containsExactly("e1 IN_DOUBT");
			assertThat(lastError(fixture)).contains(failure.getClass().getName()).contains("of theirs");
		}

		@ParameterizedTest
		@MethodSource("unexpected")
		void aWriteThatMakesTheClientThrowAnythingHoldsUpItsOwnSubjectOnly(Throwable failure) {
			EngineFixture fixture = DeliveryEngineTests.this.fixture;
			fixture.answers((request) -> request.labels().contains("e2") ? sneaky(failure) : null);
			fixture.events("e", 1, 9, (i) -> "u" + i % 5).runToEnd();
			assertThat(fixture.taken).containsExactlyInAnyOrderElementsOf(labels(1, 9, 2));
			assertThat(fixture.undelivered).containsExactly("e2 GAVE_UP");
		}

		private static @Nullable String lastError(EngineFixture fixture) {
			Waiting none = new Waiting(0, 0, Duration.ZERO, 0);
			return fixture.stats().status(DeliveryStatus.State.RUNNING, none, 0, 0, 0).lastError();
		}

		private static Stream<Throwable> unexpected() {
			return Stream.of(new StackOverflowError("of theirs"), new NoClassDefFoundError("of theirs"),
					new IOException("of theirs"));
		}

		/** Throws what need not be declared in other languages. */
		@SuppressWarnings("unchecked")
		private static <T extends Throwable> RuntimeException sneaky(Throwable failure) throws T {
			throw (T) failure;
		}

		@Test
		void whoBreaksTheStepOffIsNotAFailureOfTheRequest() {
			BrokenOff end = new BrokenOff("another has the engine") {
			};
			EngineFixture fixture = new EngineFixture(EngineFixture.settings(10, OnDoubt.DROP, 5));
			fixture.answers((request) -> {
				throw end;
			});
			fixture.event("e1", "A").pass(Duration.ofSeconds(1));
			assertThatThrownBy(fixture::step).isSameAs(end);
			assertThat(fixture.undelivered).isEmpty();
			fixture.answers((RuntimeException) null);
			fixture.runToEnd();
			assertThat(fixture.taken).containsExactly("e1");
			assertThat(fixture.stats().retries.sum()).isZero();
		}

		@Test
		void eventsInDoubtAreSetAsideIfSoToldAndFewAtATime() {
			EngineFixture fixture = new EngineFixture(EngineFixture.settings(10, OnDoubt.DROP, 5));
			fixture.then(Failures.reset(), 1)
				.then(Failures.status(503), 2)
				.events("e", 1, 30, (i) -> "u" + i)
				.runToEnd();
			assertThat(fixture.undelivered).hasSize(12).allMatch((write) -> write.endsWith(" IN_DOUBT"));
			assertThat(fixture.requests.subList(0, 5)).containsExactly("events e1 e2 e3 e4 e5 e6 e7 e8 e9 e10",
					"events e11", "events e12", "events e13", "events e14 e15 e16 e17 e18 e19 e20 e21 e22 e23");
			assertThat(fixture.taken).hasSize(18);
			assertThat(gaps(fixture).subList(0, 3)).containsExactly(250L, 500L, 1000L);
		}

		@Test
		void whatIsGuardedAgainstRepeatsIsSentAgainInAnyCase() {
			EngineFixture fixture = new EngineFixture(EngineFixture.settings(10, OnDoubt.DROP, 5));
			fixture.then(Failures.reset(), 2).upsert("u1", "A").runToEnd();
			assertThat(fixture.requests).containsExactly("upsert u1", "upsert u1", "upsert u1");
			assertThat(fixture.undelivered).isEmpty();
		}

		@Test
		void ofABatchOnlyThatIsSetAsideWhichIsNotGuarded() {
			EngineFixture fixture = new EngineFixture(EngineFixture.settings(10, OnDoubt.DROP, 5));
			fixture.then(Failures.reset(), 1)
				.publish(EngineFixture.write(Operation.POST_USER_INBOX, "inbox", 0, true, "A"))
				.publish(EngineFixture.write(Operation.POST_USER_INBOX, "sms", 0, false, "B"))
				.publish(EngineFixture.write(Operation.POST_USER_INBOX, "inbox2", 0, true, "B"))
				.runToEnd();
			assertThat(fixture.undelivered).containsExactly("sms IN_DOUBT");
			assertThat(fixture.taken).containsExactly("inbox", "inbox2");
		}

		@Test
		void aRateLimitLeavesNoDoubt() {
			EngineFixture fixture = new EngineFixture(EngineFixture.settings(10, OnDoubt.DROP, 5));
			fixture.then(Failures.status(429, "1"), 2).event("e1", "A").runToEnd();
			assertThat(fixture.taken).containsExactly("e1");
		}

	}

	@Nested
	class Refusals {

		@ParameterizedTest
		@ValueSource(ints = { 400, 422 })
		void theCulpritIsSetAsideAndTheRestDeliveredInOrder(int status) {
			for (int bad = 1; bad <= 10; bad++) {
				EngineFixture fixture = EngineFixture.standard()
					.fails("e" + bad, Failures.status(status))
					.events("e", 1, 10, (i) -> "A")
					.runToEnd();
				assertThat(fixture.undelivered).containsExactly("e" + bad + " REFUSED");
				assertThat(fixture.taken).isEqualTo(labels(1, 10, bad));
				assertThat(fixture.requests).hasSizeLessThanOrEqualTo(7);
			}
		}

		@Test
		void theSearchTakesAboutTwiceTheLogarithmOfRequests() {
			EngineFixture fixture = new EngineFixture(new DeliverySettings(500, 1_000_000, Duration.ofMillis(500),
					20_000, 100_000_000, Overflow.DROP, Duration.ZERO, OnDoubt.RETRY, 5, Duration.ZERO));
			for (int bad = 1; bad <= 20; bad++) {
				fixture.fails("e" + (bad * 487), Failures.status(400));
			}
			fixture.events("e", 1, 10_000, (i) -> "u" + i % 100).runToEnd();
			assertThat(fixture.undelivered).hasSize(20);
			assertThat(fixture.taken).hasSize(9980).doesNotHaveDuplicates();
			// 20 without any culprit, and 2 log 500 = 18 for each.
			assertThat(fixture.requests).hasSizeLessThan(20 + 20 * 18);
			// It is no trouble of the server's, so there is no pause.
			assertThat(fixture.millis()).isLessThan(1000);
		}

		@Test
		void aRefusedUpsertIsSetAsideAlone() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.fails("u1", Failures.status(400))
				.upsert("u1", "A")
				.upsert("u2", "B")
				.event("e1", "A")
				.runToEnd();
			assertThat(fixture.undelivered).containsExactly("u1 REFUSED");
			assertThat(fixture.requests).containsExactly("upsert u1", "upsert u2", "events e1");
		}

		@Test
		void otherKindsGoOnDuringTheSearch() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.fails("e3", Failures.status(400))
				.events("e", 1, 10, (i) -> "u" + i);
			fixture.step();
			fixture.upsert("u1", "Z").runToEnd();
			assertThat(fixture.requests).hasSizeLessThan(10).contains("upsert u1");
			assertThat(fixture.undelivered).containsExactly("e3 REFUSED");
		}

		@Test
		void deletingWhatIsNotThereIsDone() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.then(Failures.status(404), 2)
				.publish(Operation.DELETE_USER, "d1", 0, "A")
				.publish(Operation.DELETE_ORGANIZATION, "d2", 0, "B")
				.runToEnd();
			assertThat(fixture.undelivered).isEmpty();
			assertThat(fixture.delivered).isEqualTo(2);
			assertThat(fixture.requests).hasSize(2);
		}

		@Test
		void aMembershipOfNobodyIsSetAside() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.then(Failures.status(404), 1)
				.publish(Operation.ADD_ORGANIZATION_USER, "m1", 0, "A", "B")
				.runToEnd();
			assertThat(fixture.undelivered).containsExactly("m1 REFUSED");
		}

		@Test
		void eventsAreNeverNotFoundSoItIsThePath() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.then(Failures.status(404), 2)
				.event("e1", "A")
				.runToEnd();
			assertThat(fixture.taken).containsExactly("e1");
			assertThat(gaps(fixture)).containsOnly(30_000L);
		}

		@Test
		void tooLargeMakesBatchesSmallerFromThenOn() {
			EngineFixture fixture = new EngineFixture(EngineFixture.settings(100, OnDoubt.RETRY, 5));
			fixture.answers((request) -> (request.labels().size() > 3) ? Failures.status(413) : null);
			for (int i = 1; i <= 30; i++) {
				fixture.publish(Operation.POST_USER_EVENTS, "e" + i, 980, "u" + i);
			}
			fixture.runToEnd();
			assertThat(fixture.taken).isEqualTo(labels(1, 30, 0));
			assertThat(fixture.requests).hasSizeLessThan(20);
			assertThat(fixture.requests.stream().filter((request) -> request.split(" ").length > 4)).hasSize(2);
		}

		@Test
		void aSingleWriteThatIsTooLargeIsSetAside() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.fails("e5", Failures.status(413))
				.events("e", 1, 10, (i) -> "u" + i)
				.runToEnd();
			assertThat(fixture.undelivered).containsExactly("e5 REFUSED");
			assertThat(fixture.taken).isEqualTo(labels(1, 10, 5));
		}

		@Test
		void aServerThatFindsEverythingTooLargeMakesNoEndlessLoop() {
			EngineFixture fixture = new EngineFixture(new DeliverySettings(10, 300, Duration.ZERO, 100, 10_000,
					Overflow.DROP, Duration.ZERO, OnDoubt.RETRY, 5, Duration.ZERO));
			fixture.answers(Failures.status(413));
			fixture.events("e", 1, 20, (i) -> "u" + i).runToEnd();
			assertThat(fixture.undelivered).hasSize(20);
			assertThat(fixture.sizes).allMatch((size) -> size <= 300);
		}

	}

	@Nested
	class Denials {

		@Test
		void aForbiddenNameIsIsolatedWhileOthersGoOn() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.fails("e4", Failures.status(403))
				.events("e", 1, 9, (i) -> "u" + i % 5)
				.runToEnd();
			assertThat(fixture.undelivered).containsExactly("e4 REFUSED");
			assertThat(fixture.taken).containsExactlyInAnyOrderElementsOf(labels(1, 9, 4))
				.containsSubsequence("e3", "e8");
			assertThat(fixture.requests).hasSizeLessThan(12);
			assertThat(fixture.millis()).isLessThan(2000);
		}

		@Test
		void aForbiddenKeyHoldsWithoutHammeringAndLosesNothing() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.events("e", 1, 40, (i) -> "u" + i % 20);
			fixture.answers(Failures.status(403));
			fixture.run(Duration.ofHours(2));
			assertThat(fixture.undelivered).isEmpty();
			assertThat(fixture.requests).hasSizeLessThan(260);
			fixture.answers((RuntimeException) null);
			fixture.run(Duration.ofSeconds(62));
			assertThat(fixture.taken).hasSize(40);
			assertInOrder(fixture.taken, 20);
		}

		@Test
		void aLoneForbiddenEventIsTriedEveryHalfMinute() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.then(Failures.status(403), 30)
				.event("e1", "A")
				.runToEnd();
			assertThat(fixture.taken).containsExactly("e1");
			assertThat(gaps(fixture)).containsOnly(30_000L);
		}

		@ParameterizedTest
		@ValueSource(ints = { 403, 409 })
		void asManyDeniedOnesAsAnOutageDoNotStopWhatGetsThrough(int status) {
			EngineFixture fixture = DeliveryEngineTests.this.fixture;
			for (int i = 1; i <= 3; i++) {
				fixture.fails("f" + i, Failures.status(status)).event("f" + i, "F" + i);
			}
			fixture.run(Duration.ofSeconds(5));
			fixture.event("e1", "E");
			for (int i = 1; i <= 12; i++) {
				fixture.upsert("u" + i, "u" + i).run(Duration.ofSeconds(10));
			}
			assertThat(fixture.taken).hasSize(13).contains("e1");
			assertThat(fixture.undelivered).containsExactlyInAnyOrder("f1 REFUSED", "f2 REFUSED", "f3 REFUSED");
		}

		@Test
		void aKeyThatMayUpsertButSendNoEventsLosesNothingAndDoesNotHammer() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture;
			fixture.answers(
					(request) -> (request.operation() == Operation.POST_USER_EVENTS) ? Failures.status(403) : null);
			fixture.events("e", 1, 50, (i) -> "u" + i % 20);
			for (int i = 1; i <= 600; i++) {
				fixture.upsert("s" + i, "s" + i).run(Duration.ofSeconds(1));
			}
			assertThat(fixture.taken).hasSizeGreaterThan(590);
			assertThat(fixture.undelivered).isEmpty();
			// One in five seconds besides the upserts.
			assertThat(fixture.requests.size()).isLessThan(600 + 600 / 5 + 30);
			int before = fixture.requests.size();
			fixture.answers(Failures.status(403));
			fixture.run(Duration.ofHours(1));
			assertThat(fixture.requests.size() - before).isLessThan(3600 / 15 + 60);
			fixture.answers((RuntimeException) null);
			fixture.runToEnd();
			assertThat(fixture.undelivered).isEmpty();
			assertInOrder(fixture.taken.stream().filter((label) -> label.startsWith("e")).toList(), 20);
		}

		@Test
		void ofUpsertsThatBecameOneOnlyTheDeniedOneIsSetAside() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.fails("u2", Failures.status(405))
				.upsert("u1", "A")
				.upsert("u2", "A")
				.upsert("u3", "A")
				.event("e1", "B");
			fixture.run(Duration.ofMinutes(2));
			assertThat(fixture.undelivered).containsExactly("u2 REFUSED");
			assertThat(fixture.taken).containsSubsequence("u1", "u3").contains("e1").hasSize(3);
		}

		@Test
		void aStatusThatNoLunogramServerAnswersWithLosesNothing() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.events("e", 1, 10, (i) -> "u" + i);
			fixture.answers(Failures.status(405));
			fixture.run(Duration.ofMinutes(10));
			fixture.answers((RuntimeException) null);
			fixture.runToEnd();
			assertThat(fixture.taken).hasSize(10);
			assertThat(fixture.undelivered).isEmpty();
		}

	}

	@Nested
	class Poison {

		private final LunogramException error = Failures.status(500);

		@Test
		void aFinalFailureHoldsUpItsOwnSubjectOnly() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.fails("a1", this.error)
				.upsert("a1", "A")
				.event("a2", "A", "B")
				.upsert("b3", "B")
				.upsert("c1", "C")
				.event("c2", "C");
			fixture.run(Duration.ofSeconds(1));
			assertThat(fixture.taken).containsExactly("c1", "c2");
			fixture.event("b4", "B").event("d1", "D").run(Duration.ofSeconds(1));
			assertThat(fixture.taken).containsExactly("c1", "c2", "d1");
			fixture.runToEnd();
			assertThat(fixture.undelivered).containsExactly("a1 GAVE_UP");
			assertThat(fixture.taken).containsExactly("c1", "c2", "d1", "a2", "b3", "b4");
		}

		@Test
		void itIsTriedAsOftenAsToldAfterOthersGotThrough() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.fails("p", this.error)
				.upsert("p", "A")
				.upsert("c1", "C")
				.runToEnd();
			// Two failures make it suspect, and the second is the first in earnest.
			assertThat(fixture.requests.stream().filter("upsert p"::equals)).hasSize(1 + 5);
			assertThat(fixture.undelivered).containsExactly("p GAVE_UP");
		}

		@Test
		void itIsDeliveredIfTheServerTakesItInTheEnd() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.fails("a1", this.error)
				.upsert("a1", "A")
				.event("a2", "A")
				.event("b1", "B");
			fixture.run(Duration.ofSeconds(2));
			assertThat(fixture.taken).containsExactly("b1");
			fixture.mends("a1");
			fixture.runToEnd();
			assertThat(fixture.taken).containsExactly("b1", "a1", "a2");
			assertThat(fixture.undelivered).isEmpty();
		}

		@Test
		void itIsFoundInTheMiddleOfABatch() {
			for (int bad = 1; bad <= 10; bad++) {
				EngineFixture fixture = EngineFixture.standard()
					.fails("e" + bad, this.error)
					.events("e", 1, 10, (i) -> "u" + i % 5)
					.runToEnd();
				assertThat(fixture.undelivered).containsExactly("e" + bad + " GAVE_UP");
				assertThat(fixture.taken).containsExactlyInAnyOrderElementsOf(labels(1, 10, bad));
				assertInOrder(fixture.taken, 5);
			}
		}

		@Test
		void itIsFoundThoughOtherKindsGetThroughAllTheTime() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.fails("e5", this.error)
				.events("e", 1, 10, (i) -> "u" + i);
			for (int i = 0; i < 100; i++) {
				fixture.upsert("s" + i, "s" + i);
				fixture.run(Duration.ofMillis(700));
			}
			assertThat(fixture.undelivered).containsExactly("e5 GAVE_UP");
			assertThat(fixture.taken).hasSize(109);
		}

		@Test
		void aLoneFailureMayBeTheServersSoItIsNeverGivenUp() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.then(this.error, 200).event("e1", "A").runToEnd();
			assertThat(fixture.taken).containsExactly("e1");
			assertThat(fixture.undelivered).isEmpty();
		}

		@Test
		void newWritesDontWaitForAParkedOne() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.fails("p", this.error).event("p", "A");
			fixture.run(Duration.ofMinutes(5));
			fixture.event("e1", "B");
			long wait = fixture.runAtOnce();
			assertThat(fixture.taken).containsExactly("e1");
			assertThat(wait).isPositive();
			assertThat(fixture.engine.wakeCount()).isEqualTo(1);
		}

		@Test
		void severalPoisonsAreAllFoundAndNobodyElseIsHarmed() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture;
			for (int bad = 7; bad <= 100; bad += 10) {
				fixture.fails("e" + bad, this.error);
			}
			fixture.events("e", 1, 100, (i) -> "u" + i % 30).run(Duration.ofMinutes(1));
			assertThat(fixture.taken).doesNotHaveDuplicates().hasSizeGreaterThan(80);
			// What is left would look like an outage if nothing else got through.
			for (int i = 101; i <= 160; i++) {
				fixture.event("e" + i, "u" + i).run(Duration.ofSeconds(10));
			}
			assertThat(fixture.undelivered).hasSize(10).allMatch((write) -> write.endsWith("7 GAVE_UP"));
			assertThat(fixture.taken).hasSize(150).doesNotHaveDuplicates();
		}

		@Test
		void followersOfTwoPoisonsComeInTheOrderOfPublishing() {
			// The later poison is parked first, so that its follower is as well.
			EngineFixture fixture = new EngineFixture(EngineFixture.settings(10, OnDoubt.RETRY, 50));
			fixture.fails("a1", this.error)
				.fails("d1", this.error)
				.upsert("a1", "A")
				.event("d1", "D")
				.upsert("d2", "D", "B")
				.upsert("a2", "A", "B")
				.event("b3", "B")
				.event("c1", "C");
			fixture.run(Duration.ofSeconds(3));
			assertThat(fixture.taken).containsExactly("c1");
			fixture.mends("a1");
			fixture.run(Duration.ofSeconds(40));
			fixture.mends("d1");
			fixture.runToEnd();
			assertThat(fixture.taken).containsSubsequence("d2", "a2", "b3")
				.containsSubsequence("a1", "a2")
				.containsSubsequence("d1", "d2");
		}

		@Test
		void whatComesBeforeTheFollowerOfAnotherDoesNotWait() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.fails("a1", this.error)
				.fails("d1", this.error)
				.upsert("a1", "A")
				.event("d1", "D")
				.event("b1", "B")
				.upsert("a2", "A", "B")
				.event("b3", "B");
			fixture.run(Duration.ofSeconds(6));
			assertThat(fixture.taken).containsExactly("b1");
		}

		@Test
		void whatMayConcernAnybodyWaitsForAParkedWriteButNotForEver() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.fails("a1", this.error)
				.upsert("a1", "A")
				.event("b1", "B")
				.match("m1")
				.event("c1", "C");
			fixture.run(Duration.ofSeconds(1));
			assertThat(fixture.taken).containsExactly("b1");
			fixture.event("d1", "D").run(Duration.ofSeconds(1));
			assertThat(fixture.taken).containsExactly("b1");
			fixture.runToEnd();
			assertThat(fixture.taken).containsExactly("b1", "m1", "c1", "d1");
			assertThat(fixture.undelivered).containsExactly("a1 GAVE_UP");
		}

		@Test
		void aLonePoisonBeforeABarrierDoesNotStopEverythingForEver() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.fails("a1", this.error)
				.upsert("a1", "A")
				.match("m1")
				.event("c1", "C")
				.event("a2", "A")
				.runToEnd();
			assertThat(fixture.taken).containsExactly("m1", "c1", "a2");
			assertThat(fixture.undelivered).containsExactly("a1 GAVE_UP");
		}

		@Test
		void aLoneWriteThatIsDeniedBeforeABarrierDoesNotStopEverythingForEver() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.fails("a1", Failures.status(403))
				.event("a1", "A")
				.match("m1")
				.event("c1", "C")
				.event("a2", "A");
			fixture.run(Duration.ofMinutes(20));
			assertThat(fixture.taken).containsExactly("m1", "c1", "a2");
			assertThat(fixture.undelivered).containsExactly("a1 REFUSED");
		}

		@Test
		void asManyPoisonsAsAnOutageBeforeABarrierDoNotStopEverythingForEver() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture;
			for (int i = 1; i <= 4; i++) {
				fixture.fails("p" + i, this.error).event("p" + i, "P" + i);
			}
			fixture.match("m1").event("c1", "C");
			fixture.run(Duration.ofMinutes(20));
			assertThat(fixture.taken).containsExactly("m1", "c1");
			assertThat(fixture.undelivered).hasSize(4);
		}

		@Test
		void aPoisonThatMayConcernAnybodyDoesNotStopEverythingForEver() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.fails("m1", this.error)
				.match("m1")
				.match("m2")
				.event("c1", "C")
				.runToEnd();
			assertThat(fixture.taken).containsExactly("m2", "c1");
			assertThat(fixture.undelivered).containsExactly("m1 GAVE_UP");
		}

		@Test
		void anUpsertThatWasParkedTakesNoLaterOneAlongPastABarrier() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.fails("f0", this.error)
				.fails("a3", this.error)
				.event("f0", "F")
				.event("a1", "A")
				.match("m2")
				.event("a3", "A")
				.upsert("f4", "F")
				.match("m5")
				.upsert("f6", "F");
			for (int i = 0; i < 20; i++) {
				fixture.run(Duration.ofSeconds(10)).event("other" + i, "O" + i);
			}
			fixture.runToEnd();
			assertThat(fixture.taken).containsSubsequence("m2", "m5", "f6").contains("f4");
		}

		@Test
		void aParkedWriteThatTurnsOutToBeRefusedIsSetAside() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.then(this.error, 2)
				.fails("a1", Failures.status(400))
				.upsert("a1", "A")
				.event("a2", "A")
				.runToEnd();
			assertThat(fixture.undelivered).containsExactly("a1 REFUSED");
			assertThat(fixture.taken).containsExactly("a2");
		}

		@Test
		void aRateLimitMeetsAParkedWrite() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.fails("a1", this.error)
				.upsert("a1", "A")
				.event("b1", "B");
			fixture.run(Duration.ofSeconds(1));
			int before = fixture.requests.size();
			fixture.then(Failures.status(429, "60"), 1).event("b2", "B").run(Duration.ofSeconds(50));
			assertThat(fixture.requests).hasSize(before + 1);
			fixture.runToEnd();
			assertThat(fixture.taken).containsExactly("b1", "b2");
			assertThat(fixture.undelivered).containsExactly("a1 GAVE_UP");
		}

	}

	@Nested
	class Outages {

		@ParameterizedTest
		@ValueSource(ints = { 500, 503, 0 })
		void nobodyIsGivenUpAndAllComeInOrder(int status) {
			RuntimeException failure = (status != 0) ? Failures.status(status) : Failures.reset();
			EngineFixture fixture = new EngineFixture(EngineFixture.settings(10, OnDoubt.RETRY, 1));
			fixture.answers(failure);
			fixture.upsert("e1", "u1").events("e", 2, 100, (i) -> "u" + i % 30);
			fixture.run(Duration.ofHours(3));
			assertThat(fixture.undelivered).isEmpty();
			int requests = fixture.requests.size();
			// At random 0.5, the longest wait is 15 seconds, or 0.5 if nobody is there.
			assertThat(requests).isLessThan((status == 503) ? 3 * 7200 + 600 : 3 * 3600 / 15 + 60);
			fixture.event("e101", "u11").answers((RuntimeException) null);
			fixture.run(Duration.ofSeconds(20));
			assertThat(fixture.taken).hasSize(101).doesNotHaveDuplicates();
			assertThat(fixture.undelivered).isEmpty();
			assertInOrder(fixture.taken, 30);
		}

		@Test
		void itIsRecognisedSoon() {
			EngineFixture fixture = new EngineFixture(EngineFixture.settings(500, OnDoubt.RETRY, 5));
			fixture.answers(Failures.status(500));
			fixture.events("e", 1, 400, (i) -> "u" + i).run(Duration.ofMinutes(5));
			// 2 of all, 9 halves, and single ones.
			assertThat(fixture.requests).hasSizeLessThan(45);
			assertThat(fixture.requests.get(11)).isEqualTo("events e2");
		}

		@Test
		void itEndsThoughTheFirstCandidatesArePoison() {
			LunogramException error = Failures.status(500);
			EngineFixture fixture = DeliveryEngineTests.this.fixture;
			for (int bad = 1; bad <= 8; bad++) {
				fixture.fails("e" + bad, error);
			}
			fixture.answers(error);
			fixture.events("e", 1, 60, (i) -> "u" + i % 60).run(Duration.ofMinutes(2));
			fixture.answers((RuntimeException) null);
			fixture.run(Duration.ofMinutes(5));
			assertThat(fixture.taken).containsExactlyInAnyOrderElementsOf(labels(9, 60, 0));
			fixture.run(Duration.ofMinutes(30));
			assertThat(fixture.undelivered).hasSize(8).allMatch((write) -> write.endsWith(" GAVE_UP"));
		}

		@Test
		void parkedOnesHaveTheirTurnThoughNewOnesKeepFailing() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture;
			fixture.answers(Failures.status(500));
			fixture.events("e", 1, 3, (i) -> "u" + i).run(Duration.ofMinutes(1));
			fixture.answers((request) -> request.labels().get(0).startsWith("p") ? Failures.status(500) : null);
			for (int i = 0; i < 20 && fixture.taken.isEmpty(); i++) {
				fixture.event("p" + i, "p" + i).event("q" + i, "q" + i).run(Duration.ofSeconds(15));
			}
			assertThat(fixture.taken).contains("e1", "e2", "e3");
		}

		@Test
		void ofOneOperationIsNotTheWritesFault() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture;
			fixture.answers(
					(request) -> (request.operation() == Operation.POST_USER_EVENTS) ? Failures.status(500) : null);
			fixture.events("e", 1, 50, (i) -> "u" + i % 20);
			for (int i = 0; i < 600; i++) {
				fixture.upsert("s" + i, "s" + i).run(Duration.ofSeconds(1));
			}
			assertThat(fixture.undelivered).isEmpty();
			assertThat(fixture.taken).hasSizeGreaterThan(590);
			// Two requests a second or so besides the upserts.
			assertThat(fixture.requests.size()).isLessThan(2000);
			fixture.answers((RuntimeException) null);
			fixture.runToEnd();
			assertThat(fixture.undelivered).isEmpty();
			assertInOrder(fixture.taken.stream().filter((label) -> label.startsWith("e")).toList(), 20);
		}

		@Test
		void ofOneOperationDoesNotHoldUpManyWritesOfOthers() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture;
			fixture.answers(
					(request) -> (request.operation() == Operation.POST_USER_EVENTS) ? Failures.status(500) : null);
			fixture.events("e", 1, 300, (i) -> "u" + i);
			for (int i = 1; i <= 250; i++) {
				fixture.upsert("s" + i, "s" + i);
			}
			fixture.run(Duration.ofMinutes(1));
			for (int i = 251; i <= 500; i++) {
				fixture.upsert("s" + i, "s" + i);
			}
			fixture.run(Duration.ofMinutes(1));
			assertThat(fixture.taken).hasSize(500);
			fixture.answers((RuntimeException) null);
			fixture.runToEnd();
			assertThat(fixture.undelivered).isEmpty();
			assertThat(fixture.taken).hasSize(800).doesNotHaveDuplicates();
		}

		@Test
		void onceItIsOverWhatWaitedIsNotBehindAllThatCameMeanwhile() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture;
			fixture.answers(
					(request) -> (request.operation() == Operation.POST_USER_EVENTS) ? Failures.status(403) : null);
			fixture.events("e", 1, 30, (i) -> "u" + i).run(Duration.ofSeconds(10));
			for (int i = 1; i <= 1000; i++) {
				fixture.upsert("s" + i, "s" + i);
			}
			fixture.engine.step();
			fixture.engine.step();
			fixture.answers((RuntimeException) null);
			fixture.runToEnd();
			assertThat(fixture.taken).hasSize(1030);
			assertThat(fixture.taken.subList(300, 1030)).allMatch((label) -> label.startsWith("s"));
		}

		@Test
		void itMeetsARateLimitAndAParkedWrite() {
			LunogramException error = Failures.status(500);
			EngineFixture fixture = DeliveryEngineTests.this.fixture.fails("p", error)
				.event("p", "P")
				.events("e", 1, 20, (i) -> "u" + i % 10);
			fixture.run(Duration.ofSeconds(3));
			assertThat(fixture.taken).hasSize(20);
			fixture.answers(error);
			fixture.events("e", 21, 60, (i) -> "u" + i % 10).run(Duration.ofMinutes(10));
			fixture.then(Failures.status(429, "20"), 3).answers(Failures.status(503));
			fixture.run(Duration.ofMinutes(10));
			assertThat(fixture.undelivered).isEmpty();
			fixture.answers((RuntimeException) null);
			fixture.run(Duration.ofMinutes(20));
			assertThat(fixture.taken).hasSize(60).doesNotHaveDuplicates();
			assertThat(fixture.undelivered).containsExactly("p GAVE_UP");
			assertInOrder(fixture.taken, 10);
		}

		@Test
		void aBarrierIsNotOvertakenInIt() {
			EngineFixture fixture = new EngineFixture(EngineFixture.settings(2, OnDoubt.RETRY, 10));
			fixture.answers(Failures.status(500));
			fixture.events("e", 1, 6, (i) -> "u" + i).match("m").events("e", 7, 20, (i) -> "u" + i);
			fixture.run(Duration.ofMinutes(10));
			fixture.answers((RuntimeException) null);
			fixture.runToEnd();
			assertThat(fixture.taken).hasSize(21);
			assertThat(fixture.taken.get(6)).isEqualTo("m");
		}

	}

	@Nested
	class Ends {

		@Test
		void abandonReportsEachWriteOnceInOrder() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.fails("a1", Failures.status(500))
				.upsert("a1", "A")
				.event("a2", "A")
				.event("b1", "B");
			fixture.run(Duration.ofSeconds(2));
			fixture.event("c1", "C").match("m1").upsert("c2", "C").event("a3", "A");
			fixture.step();
			fixture.event("d1", "D");
			assertThat(fixture.engine.abandon()).isEqualTo(7);
			assertThat(fixture.taken).containsExactly("b1");
			assertThat(fixture.undelivered).containsExactly("a1 SHUTDOWN", "a2 SHUTDOWN", "c1 SHUTDOWN", "m1 SHUTDOWN",
					"c2 SHUTDOWN", "a3 SHUTDOWN", "d1 SHUTDOWN");
			assertThat(fixture.queue.size()).isZero();
			assertThat(fixture.engine.abandon()).isZero();
		}

		@ParameterizedTest
		@ValueSource(ints = { 401, 403, 500, 503 })
		void inAHurryItTriesOnceThoughItWouldWaitLonger(int status) {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.event("e1", "A");
			fixture.random = () -> 0.999;
			fixture.answers(Failures.status(status));
			fixture.run(Duration.ofHours(1));
			int before = fixture.requests.size();
			fixture.engine.hurry();
			assertThat(fixture.runAtOnce()).isGreaterThan(900 * MILLISECOND);
			assertThat(fixture.requests).hasSize(before + 1);
			fixture.answers((RuntimeException) null);
			fixture.engine.hurry();
			fixture.runAtOnce();
			assertThat(fixture.taken).containsExactly("e1");
		}

		@ParameterizedTest
		@ValueSource(ints = { 429, 503 })
		void inAHurryItWaitsAllTheSameAsLongAsTheServerSays(int status) {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.then(Failures.status(status, "7"), 1)
				.event("e1", "A");
			fixture.run(Duration.ofMillis(500));
			fixture.engine.hurry();
			assertThat(fixture.runAtOnce()).isGreaterThanOrEqualTo(7 * SECOND);
			assertThat(fixture.requests).hasSize(1);
		}

		@Test
		void inAHurryItKeepsToThePaceAllTheSame() {
			EngineFixture fixture = DeliveryEngineTests.this.fixture.then(Failures.status(401), 1).event("e1", "A");
			fixture.run(Duration.ofMillis(500));
			fixture.pace = SECOND;
			fixture.engine.hurry();
			assertThat(fixture.runAtOnce()).isEqualTo(SECOND);
			assertThat(fixture.requests).hasSize(1);
		}

		@Test
		void aBrokenListenerHarmsNobody() {
			DeliveryListener broken = new DeliveryListener() {

				@Override
				public void onDelivered(Operation operation, int writes) {
					throw new IllegalStateException("broken");
				}

				@Override
				public void onUndelivered(UndeliveredWrite write) {
					throw new AssertionError("broken");
				}

			};
			EngineFixture fixture = new EngineFixture(EngineFixture.settings(10, OnDoubt.RETRY, 5), broken)
				.fails("e2", Failures.status(400))
				.events("e", 1, 4, (i) -> "u" + i)
				.runToEnd();
			assertThat(fixture.delivered).isEqualTo(3);
			assertThat(fixture.undelivered).containsExactly("e2 REFUSED");
			assertThat(fixture.queue.size()).isZero();
			assertThat(fixture.stats().callbackFailures()).containsEntry(DeliveryStatus.Callback.LISTENER, 3L);
		}

		@Test
		void aWriteThatCannotBeHandledIsSetAsideAndTheRestGoesOn() {
			List<Subject> broken = new AbstractList<>() {

				@Override
				public Subject get(int index) {
					throw new IllegalStateException("broken");
				}

				@Override
				public int size() {
					return 1;
				}

			};
			byte[] json = EngineFixture.json(Operation.POST_USER_EVENTS, "bug", 0, List.of());
			EngineFixture fixture = DeliveryEngineTests.this.fixture.event("e1", "A")
				.publish(new QueuedWrite(Operation.POST_USER_EVENTS, broken, json, false))
				.event("e2", "B")
				.runToEnd();
			assertThat(fixture.taken).containsExactly("e1", "e2");
			assertThat(fixture.undelivered).containsExactly("bug GAVE_UP");
			assertThat(fixture.queue.size()).isZero();
		}

		@Test
		void theMessageOfARefusalIsReported() {
			List<UndeliveredWrite> reported = new ArrayList<>();
			DeliveryListener listener = new DeliveryListener() {

				@Override
				public void onUndelivered(UndeliveredWrite write) {
					reported.add(write);
				}

			};
			new EngineFixture(EngineFixture.settings(10, OnDoubt.RETRY, 5), listener).fails("e1", Failures.status(400))
				.event("e1", "secret-user")
				.runToEnd();
			assertThat(reported).singleElement().satisfies((write) -> {
				assertThat(write.message()).contains("400").contains("a detail");
				assertThat(write.json()).contains("\"e1\"");
				assertThat(write.subjects()).hasSize(1);
				assertThat(write.toString()).doesNotContain("secret-user");
			});
		}

	}

	@Nested
	class Ages {

		private final List<Duration> ages = new ArrayList<>();

		private EngineFixture fixture() {
			return DeliveryEngineTests.this.fixture;
		}

		/** The age that is told from now on while a request is under way. */
		private void watch(@Nullable RuntimeException answer) {
			fixture().answers((request) -> {
				this.ages.add(age());
				return answer;
			});
		}

		private Duration age() {
			Long oldest = fixture().engine.progress().oldest();
			return (oldest != null) ? Duration.ofNanos(fixture().now - oldest) : Duration.ZERO;
		}

		@Test
		void theFirstRequestAfterIdlingHasAnAge() {
			watch(null);
			fixture().event("e1", "A");
			fixture().pass(Duration.ofSeconds(3));
			fixture().runToEnd();
			fixture().event("e2", "A");
			fixture().pass(Duration.ofSeconds(4));
			fixture().runToEnd();
			assertThat(this.ages).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(4));
			assertThat(age()).isZero();
		}

		@Test
		void whatWasParkedIsOlderThanWhatStandsBeforeIt() {
			DeliveryEngineTests.this.fixture = new EngineFixture(EngineFixture.settings(10, OnDoubt.RETRY, 50));
			fixture().fails("a1", Failures.status(500)).upsert("a1", "A").event("a2", "A").upsert("b1", "B");
			fixture().run(Duration.ofSeconds(30));
			assertThat(age()).isEqualTo(Duration.ofSeconds(30));
			fixture().now += fixture().runAtOnce();
			fixture().mends("a1");
			fixture().event("c1", "C").step();
			// Now the event of A stands in one lane with that of C, and behind it.
			assertThat(fixture().taken).containsExactly("b1", "a1");
			assertThat(age()).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
		}

		@Test
		void whatBecameOneIsAsOldWhenTakenApart() {
			fixture().engine.setPaused(true);
			fixture().upsert("a1", "A");
			fixture().pass(Duration.ofSeconds(10));
			fixture().upsert("b2", "B");
			fixture().pass(Duration.ofSeconds(10));
			fixture().upsert("a3", "A").runAtOnce();
			watch(null);
			fixture().then(Failures.status(400), 2).engine.setPaused(false);
			fixture().runToEnd();
			assertThat(fixture().undelivered).containsExactly("a1 REFUSED");
			assertThat(fixture().taken).containsExactly("a3", "b2");
			assertThat(this.ages).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(10));
		}

	}

	@Test
	void parkedWritesThatBecameOneAreSeveral() {
		this.fixture.fails("a1", Failures.status(500)).event("a1", "A").upsert("a2", "A").upsert("a3", "A");
		this.fixture.event("b1", "B").run(Duration.ofSeconds(3));
		assertThat(this.fixture.taken).containsExactly("b1");
		assertThat(this.fixture.engine.progress().parked()).isEqualTo(3);
		this.fixture.mends("a1");
		this.fixture.runToEnd();
		assertThat(this.fixture.requests).endsWith("events a1", "upsert a2 a3");
		assertThat(this.fixture.engine.progress().parked()).isZero();
	}

	private static List<Long> gaps(EngineFixture fixture) {
		return IntStream.range(1, fixture.times.size())
			.mapToObj((i) -> fixture.times.get(i) - fixture.times.get(i - 1))
			.toList();
	}

	private static List<String> labels(int from, int to, int without) {
		return IntStream.rangeClosed(from, to).filter((i) -> i != without).mapToObj((i) -> "e" + i).toList();
	}

	/** Of the labels e1, e2 ... those with the same remainder belong to one subject. */
	private static void assertInOrder(List<String> labels, int subjects) {
		int[] last = new int[subjects];
		for (String label : labels) {
			int number = Integer.parseInt(label.substring(1));
			assertThat(number).isGreaterThan(last[number % subjects]);
			last[number % subjects] = number;
		}
	}

}
