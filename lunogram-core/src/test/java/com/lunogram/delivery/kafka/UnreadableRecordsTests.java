package com.lunogram.delivery.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnreadableRecords}.
 */
class UnreadableRecordsTests {

	private final AtomicLong clock = new AtomicLong();

	private final List<Long> deadLetters = new ArrayList<>();

	private final UnreadableRecords records = new UnreadableRecords(this::setAside, this.clock::get);

	private void setAside(ConsumerRecord<byte[], byte[]> record, @Nullable String message) {
		this.deadLetters.add(record.offset());
		this.clock.addAndGet(Duration.ofMillis(400).toNanos());
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

}
