package com.lunogram.delivery.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnreadableRecords}.
 */
class UnreadableRecordsTests {

	private final AtomicLong clock = new AtomicLong();

	private final List<Long> deadLetters = new ArrayList<>();

	private boolean acknowledged = true;

	private boolean refused;

	private final UnreadableRecords records = new UnreadableRecords(this::setAside, this.clock::get);

	private UnreadableRecords.Sent setAside(ConsumerRecord<byte[], byte[]> record, @Nullable String message) {
		this.deadLetters.add(record.offset());
		this.clock.addAndGet(Duration.ofMillis(400).toNanos());
		return this::isSafe;
	}

	private boolean isSafe(Duration timeout) {
		if (this.refused) {
			throw new KafkaException("refused");
		}
		if (!this.acknowledged) {
			this.clock.addAndGet(timeout.toNanos());
		}
		return this.acknowledged;
	}

	private void pause() {
		this.clock.addAndGet(Duration.ofSeconds(5).toNanos());
	}

	private @Nullable Long first() {
		return this.records.first(new TopicPartition("t", 0));
	}

	@Test
	void takeTheThreadForASecondAtATime() {
		for (int i = 0; i < 5; i++) {
			this.records.add(new ConsumerRecord<>("t", 0, i, new byte[0], new byte[0]), "is none");
		}
		this.records.setAside();
		assertThat(this.deadLetters).containsExactly(0L, 1L, 2L);
		this.records.setAside();
		assertThat(this.deadLetters).containsExactly(0L, 1L, 2L, 3L, 4L);
	}

	@Test
	void oneThatIsOnItsWayIsNotSentAgainAndWaitedForInShortTurns() {
		this.acknowledged = false;
		this.records.add(new ConsumerRecord<>("t", 0, 0, new byte[0], new byte[0]), "is none");
		for (int i = 0; i < 3; i++) {
			long began = this.clock.get();
			this.records.setAside();
			// The relay is sure of its partitions for ten.
			assertThat(Duration.ofNanos(this.clock.get() - began)).isLessThan(Duration.ofSeconds(4));
			pause();
		}
		assertThat(first()).isZero();
		this.acknowledged = true;
		this.records.setAside();
		assertThat(first()).isNull();
		assertThat(this.deadLetters).containsExactly(0L);
	}

	@Test
	void oneThatWillNotArriveIsSentAgain() {
		this.acknowledged = false;
		this.records.add(new ConsumerRecord<>("t", 0, 0, new byte[0], new byte[0]), "is none");
		this.records.setAside();
		this.refused = true;
		pause();
		this.records.setAside();
		assertThat(first()).isZero();
		this.refused = false;
		this.acknowledged = true;
		pause();
		this.records.setAside();
		assertThat(first()).isNull();
		assertThat(this.deadLetters).containsExactly(0L, 0L);
	}

}
