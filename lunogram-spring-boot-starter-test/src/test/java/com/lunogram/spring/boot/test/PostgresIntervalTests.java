package com.lunogram.spring.boot.test;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PostgresInterval}.
 */
class PostgresIntervalTests {

	@ParameterizedTest
	@ValueSource(strings = { "24h", "7 days", "1 month", "P1M", "PT24H", "1m", "P1Y2M10DT2H30M", "P1W", "PT0.5S",
			"1.5 hours", "1 day 12:00", "01:30:00", "@ 1 minute", "-1 days ago", "1 year -1 month", "90", "2 WEEKS",
			" 3 min ", "1 mon 2 days", "1d12h" })
	void takesPositiveIntervals(String interval) {
		assertThat(PostgresInterval.isPositive(interval)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "0", "0 days", "-1 day", "P0D", "P-1M", "P", "PT", "P1", "1 day ago",
			"1 month -30 days", "1 month -31 days", "-01:00", "daily", "1 fortnight", "1 2 days", "day", "1 day day",
			"ago" })
	void refusesAllElse(String interval) {
		assertThat(PostgresInterval.isPositive(interval)).isFalse();
	}

}
