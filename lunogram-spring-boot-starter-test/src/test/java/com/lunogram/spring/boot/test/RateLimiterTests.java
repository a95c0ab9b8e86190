package com.lunogram.spring.boot.test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RateLimiter}.
 */
class RateLimiterTests {

	private final AtomicLong nanos = new AtomicLong();

	private final RateLimiter limiter = new RateLimiter(this.nanos::get);

	@Test
	void hasNoLimitAtFirst() {
		for (int i = 0; i < 10_000; i++) {
			assertThat(this.limiter.take("key")).isZero();
		}
	}

	@Test
	void givesOutAMinutesRequestsAndThenOneAtATime() {
		this.limiter.limit(600);
		for (int i = 0; i < 600; i++) {
			assertThat(this.limiter.take("key")).isZero();
		}
		assertThat(this.limiter.take("key")).isEqualTo(1);
		this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
		for (int i = 0; i < 10; i++) {
			assertThat(this.limiter.take("key")).isZero();
		}
		assertThat(this.limiter.take("key")).isEqualTo(1);
	}

	@Test
	void roundsTheWaitUp() {
		this.limiter.limit(1);
		assertThat(this.limiter.take("key")).isZero();
		this.nanos.addAndGet(Duration.ofMillis(500).toNanos());
		assertThat(this.limiter.take("key")).isEqualTo(60);
		this.nanos.addAndGet(Duration.ofMillis(59_500).toNanos());
		assertThat(this.limiter.take("key")).isZero();
	}

	@Test
	void countsEveryCredentialOnItsOwn() {
		this.limiter.limit(1);
		assertThat(this.limiter.take("a")).isZero();
		assertThat(this.limiter.take("b")).isZero();
		assertThat(this.limiter.take("a")).isPositive();
	}

	@Test
	void liftsTheLimit() {
		this.limiter.limit(1);
		this.limiter.take("key");
		this.limiter.limit(0);
		assertThat(this.limiter.take("key")).isZero();
	}

}
