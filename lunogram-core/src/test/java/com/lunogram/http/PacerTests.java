package com.lunogram.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link Pacer}.
 */
class PacerTests {

	private final AtomicLong clock = new AtomicLong();

	private final Pacer pacer = new Pacer(480, this.clock::get);

	private void pass(Duration time) {
		this.clock.addAndGet(time.toNanos());
	}

	/** Sends as much as the pacer lets through. */
	private int sendFor(Duration time) {
		long end = this.clock.get() + time.toNanos();
		int sent = 0;
		for (long wait = this.pacer.nanosUntilToken(); this.clock.get() + wait <= end; wait = this.pacer
			.nanosUntilToken()) {
			this.clock.addAndGet(wait);
			this.pacer.spend();
			sent++;
		}
		this.clock.set(end);
		return sent;
	}

	@Test
	void noMinuteSeesMoreThanTheServersLimit() {
		assertThat(sendFor(Duration.ofMinutes(1))).isBetween(598, 600);
		assertThat(sendFor(Duration.ofMinutes(1))).isBetween(479, 480);
		pass(Duration.ofHours(1));
		assertThat(sendFor(Duration.ofMinutes(1))).isBetween(598, 600);
	}

	@Test
	void aSleepingPacerLetsABurstThroughAtOnce() {
		for (int i = 0; i < 120; i++) {
			assertThat(this.pacer.nanosUntilToken()).isZero();
			this.pacer.spend();
		}
		assertThat(Duration.ofNanos(this.pacer.nanosUntilToken())).isCloseTo(Duration.ofMillis(125),
				Duration.ofMillis(1));
	}

	@Test
	void callsThatDoNotWaitAreChargedToThoseThatDo() {
		for (int i = 0; i < 128; i++) {
			this.pacer.spend();
		}
		assertThat(Duration.ofNanos(this.pacer.nanosUntilToken())).isCloseTo(Duration.ofMillis(9 * 125),
				Duration.ofMillis(1));
	}

	@Test
	void debtIsBounded() {
		for (int i = 0; i < 10_000; i++) {
			this.pacer.spend();
		}
		assertThat(Duration.ofNanos(this.pacer.nanosUntilToken())).isLessThan(Duration.ofSeconds(16));
	}

	@Test
	void aWaitEndsWhenTheRateHasRecovered() {
		for (int i = 0; i < 6; i++) {
			this.pacer.slowDown();
			pass(Duration.ofSeconds(10));
		}
		for (int i = 0; i < 200; i++) {
			this.pacer.spend();
		}
		long begin = this.clock.get();
		for (long wait = this.pacer.nanosUntilToken(); wait > 0; wait = this.pacer.nanosUntilToken()) {
			this.clock.addAndGet(wait);
		}
		assertThat(Duration.ofNanos(this.clock.get() - begin)).isLessThan(Duration.ofMinutes(3));
	}

	@Test
	void halvesWhenLimitedAndCreepsUpAgain() {
		this.pacer.slowDown();
		assertThat(this.pacer.requestsPerMinute()).isEqualTo(240);
		assertThat(this.pacer.nanosUntilToken()).as("nothing saved up").isPositive();
		pass(Duration.ofMinutes(1));
		assertThat(this.pacer.requestsPerMinute()).isCloseTo(288, within(0.1));
		pass(Duration.ofMinutes(10));
		assertThat(this.pacer.requestsPerMinute()).isEqualTo(480);
	}

	@Test
	void severalRefusalsOfOneMomentCutOnce() {
		this.pacer.slowDown();
		pass(Duration.ofSeconds(1));
		this.pacer.slowDown();
		assertThat(this.pacer.requestsPerMinute()).isCloseTo(240.8, within(0.1));
		pass(Duration.ofSeconds(10));
		this.pacer.slowDown();
		assertThat(this.pacer.requestsPerMinute()).isCloseTo(124.4, within(0.1));
	}

	@Test
	void neverStopsAltogether() {
		for (int i = 0; i < 20; i++) {
			this.pacer.slowDown();
			pass(Duration.ofSeconds(10));
		}
		assertThat(this.pacer.requestsPerMinute()).isGreaterThanOrEqualTo(1);
		assertThat(Duration.ofNanos(this.pacer.nanosUntilToken())).isLessThan(Duration.ofMinutes(2));
	}

	@Test
	void keepsToItsShare() {
		this.pacer.share(0.25);
		assertThat(this.pacer.requestsPerMinute()).isEqualTo(120);
		pass(Duration.ofHours(1));
		assertThat(sendFor(Duration.ofMinutes(1))).isBetween(148, 150);
		this.pacer.share(1);
		assertThat(this.pacer.requestsPerMinute()).isEqualTo(480);
		this.pacer.share(0);
		assertThat(this.pacer.requestsPerMinute()).isEqualTo(1);
	}

	@Test
	void aCutRateStaysCutWhenTheShareChanges() {
		this.pacer.slowDown();
		this.pacer.share(0.5);
		assertThat(this.pacer.requestsPerMinute()).isCloseTo(120, within(1.0));
		this.pacer.share(1);
		assertThat(this.pacer.requestsPerMinute()).isCloseTo(240, within(1.0));
	}

}
