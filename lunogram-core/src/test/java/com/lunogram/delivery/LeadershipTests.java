package com.lunogram.delivery;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import com.lunogram.delivery.Leadership.Term;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeadershipTests {

	private static final Duration LENGTH = Duration.ofSeconds(4);

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private static final long MARGIN = Duration.ofMillis(50).toNanos();

	/** Near its end, as clocks may be anywhere. */
	private long now = Long.MAX_VALUE - SECOND;

	private final FakeOutboxStore store = new FakeOutboxStore(() -> this.now);

	private final AtomicInteger changes = new AtomicInteger();

	private final Leadership leadership = leadership("me");

	private Leadership leadership(String owner) {
		Leadership leadership = new Leadership(this.store, owner, LENGTH, () -> this.now);
		leadership.onChange(this.changes::incrementAndGet);
		return leadership;
	}

	private Term term() {
		return Objects.requireNonNull(this.leadership.term());
	}

	@Test
	void takesAFreeLeaseAndRenewsItFourTimesAsOftenAsItRunsOut() {
		assertThat(this.leadership.tick()).isEqualTo(SECOND);
		Term term = term();
		for (int i = 0; i < 20; i++) {
			this.now += SECOND;
			assertThat(this.leadership.tick()).isEqualTo(SECOND);
			assertThat(term()).isSameAs(term);
			assertThat(term.isValid()).isTrue();
		}
		assertThat(this.changes).hasValue(1);
	}

	@Test
	void standsByWithoutAskingOften() {
		this.store.give("other", LENGTH);
		assertThat(this.leadership.tick()).isEqualTo(LENGTH.toNanos() + MARGIN);
		assertThat(this.leadership.isStandby()).isTrue();
		assertThat(this.leadership.term()).isNull();
		assertThat(this.store.calls).containsExactly("lease");
		this.now += LENGTH.toNanos() + MARGIN;
		this.leadership.tick();
		assertThat(term().isValid()).isTrue();
		assertThat(this.leadership.isStandby()).isFalse();
	}

	@Test
	void asksAgainThoughTheClockOfTheDatabaseWasPutBack() {
		this.store.give("other", Duration.ofHours(1));
		assertThat(this.leadership.tick()).isEqualTo(LENGTH.toNanos() + MARGIN);
	}

	@Test
	void heedsAtOnceWhatThisInstanceHasSteered() throws InterruptedException {
		Leadership patient = new Leadership(this.store, "me", Duration.ofHours(1), () -> this.now);
		patient.onChange(this.changes::incrementAndGet);
		Thread thread = new Thread(patient);
		thread.start();
		try {
			Awaitility.await().until(() -> patient.term() != null);
			this.store.setPaused(true);
			patient.lookAgain();
			Awaitility.await().until(() -> Objects.requireNonNull(patient.term()).isPaused());
		}
		finally {
			patient.close();
			thread.join();
		}
	}

	@Test
	void noticesThatAnotherHasTheLease() {
		this.leadership.tick();
		Term term = term();
		this.store.give("other", LENGTH);
		assertThat(this.leadership.tick()).isEqualTo(LENGTH.toNanos() + MARGIN);
		assertThat(this.leadership.term()).isNull();
		assertThat(term.isValid()).isFalse();
		assertThat(this.changes).hasValue(2);
	}

	@Test
	void keepsTheTermWhileTheStoreIsDownButNoLongerThanTheLease() {
		this.leadership.tick();
		Term term = term();
		this.store.before = (call) -> {
			throw new IllegalStateException("down");
		};
		for (int i = 0; i < 7; i++) {
			this.now += SECOND / 2;
			assertThat(this.leadership.tick()).isEqualTo(SECOND / 2);
			assertThat(term.isValid()).isTrue();
		}
		this.now += SECOND / 2;
		this.leadership.tick();
		assertThat(term.isValid()).isFalse();
		assertThat(this.leadership.term()).isNull();
		this.store.before = (call) -> {
		};
		this.leadership.tick();
		assertThat(term().isValid()).isTrue();
		assertThat(term()).isNotSameAs(term);
	}

	@Test
	void survivesErrors() {
		this.store.before = (call) -> {
			throw new NoClassDefFoundError("of a driver");
		};
		assertThat(this.leadership.tick()).isEqualTo(SECOND / 2);
	}

	@Test
	void countsFromBeforeTheStoreWasAsked() {
		this.store.before = (call) -> this.now += call.equals("acquire") ? 3 * SECOND : 0;
		this.leadership.tick();
		assertThat(term().isValid()).isTrue();
		this.now += SECOND;
		assertThat(term().isValid()).isFalse();
	}

	@Test
	void endsByItsOwnClockWhileTheStoreHangs() {
		this.leadership.tick();
		Term term = term();
		assertThat(this.leadership.watchOnce()).isEqualTo(LENGTH.toNanos());
		this.now += 3 * SECOND;
		assertThat(this.leadership.watchOnce()).isEqualTo(SECOND);
		assertThat(this.changes).hasValue(1);
		this.now += SECOND;
		assertThat(term.isValid()).isFalse();
		assertThat(this.leadership.watchOnce()).isEqualTo(SECOND);
		assertThat(this.changes).hasValue(2);
	}

	@Test
	void watchesFromTheBeginningOfATerm() {
		assertThat(this.leadership.watchOnce()).isEqualTo(LENGTH.toNanos());
	}

	@Test
	void givesTheLeaseUpAtTheEnd() {
		this.leadership.tick();
		Term term = term();
		this.leadership.close();
		this.leadership.run();
		assertThat(this.store.owner()).isNull();
		assertThat(term.isValid()).isFalse();
	}

	@Test
	void letsTheLeaseRunOutIfARequestMayBeUnderWay() {
		this.leadership.tick();
		this.leadership.abandon();
		this.leadership.run();
		assertThat(this.store.owner()).isEqualTo("me");
		assertThat(this.leadership.term()).isNull();
	}

	@Test
	void doesNotGiveUpWhatAnotherHas() {
		this.leadership.tick();
		this.store.give("other", LENGTH);
		this.leadership.close();
		this.leadership.run();
		assertThat(this.store.owner()).isEqualTo("other");
	}

	@Test
	void hearsOfAPause() {
		this.leadership.tick();
		assertThat(term().isPaused()).isFalse();
		this.store.setPaused(true);
		this.leadership.tick();
		assertThat(term().isPaused()).isTrue();
		assertThat(this.changes).hasValue(2);
		Leadership next = leadership("next");
		this.leadership.close();
		this.leadership.run();
		next.tick();
		assertThat(next.term()).isNotNull().matches(Term::isPaused);
	}

	@Test
	void passesOnHowLongTheServerWantsToBeLeftAlone() {
		this.leadership.tick();
		this.leadership.hold(term(), Duration.ofSeconds(10));
		this.now += SECOND;
		assertThat(term().hold()).isEqualTo(Duration.ofSeconds(9));
		this.leadership.close();
		this.leadership.run();
		Leadership next = leadership("next");
		next.tick();
		assertThat(next.term()).isNotNull().extracting(Term::hold).isEqualTo(Duration.ofSeconds(9));
		this.now += 20 * SECOND;
		assertThat(next.term()).isNotNull().extracting(Term::hold).isEqualTo(Duration.ZERO);
	}

}
