package com.lunogram.spring.boot.test;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Journal}.
 */
class JournalTests {

	private final Journal<Integer> journal = new Journal<>(3);

	@Test
	void forgetsTheOldestBeyondItsNumber() {
		for (int i = 0; i < 5; i++) {
			this.journal.add(i, 1);
		}
		assertThat(this.journal.list()).containsExactly(2, 3, 4);
		assertThat(this.journal.total()).isEqualTo(5);
	}

	@Test
	void forgetsTheOldestBeyondItsSize() {
		long half = 8L * 1024 * 1024;
		this.journal.add(1, half);
		this.journal.add(2, half);
		assertThat(this.journal.list()).containsExactly(1, 2);
		this.journal.add(3, 1);
		assertThat(this.journal.list()).containsExactly(2, 3);
	}

	@Test
	void keepsTheLatestWhateverItsSize() {
		this.journal.add(1, Long.MAX_VALUE / 2);
		assertThat(this.journal.list()).containsExactly(1);
	}

}
