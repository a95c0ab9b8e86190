package com.lunogram.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import com.lunogram.delivery.UndeliveredWrite.Reason;
import com.lunogram.model.Operation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class OutboxWindowTests {

	private static final int SIZE = 10;

	private final FakeOutboxStore store = new FakeOutboxStore(() -> 0);

	private final OutboxSignals signals = new OutboxSignals();

	private OutboxWindow window = window(1000, 1_000_000);

	private OutboxWindow window(int capacity, long maxBytes) {
		DeliverySettings settings = new DeliverySettings(500, 100_000, Duration.ZERO, capacity, maxBytes,
				Overflow.BLOCK, Duration.ZERO, OnDoubt.RETRY, 10, Duration.ZERO);
		return new OutboxWindow(this.store, settings, this.signals, () -> 0);
	}

	private void put(long first, long last) {
		LongStream.rangeClosed(first, last).forEach((id) -> this.store.put(id, write()));
	}

	private static PendingWrite write() {
		return new PendingWrite(Operation.POST_USER_EVENTS, List.of(), "{\"a\":123}" + " ".repeat(SIZE - 9), false);
	}

	private List<QueuedWrite> drain() {
		List<QueuedWrite> drained = new ArrayList<>();
		this.window.drain(drained::add);
		return drained;
	}

	private List<Long> readAndDrain() {
		this.window.read();
		return drain().stream().map(QueuedWrite::sequence).toList();
	}

	@Test
	void isBoundedInNumber() {
		this.window = window(3, 1_000_000);
		put(1, 5);
		assertThat(readAndDrain()).containsExactly(1L, 2L, 3L);
		assertThat(this.window.hasMore()).isTrue();
		assertThat(this.window.isOverflowing()).isTrue();
		assertThat(readAndDrain()).isEmpty();
		assertThat(this.store.callsOf("read")).isEqualTo(1);
	}

	@Test
	void isBoundedInBytes() {
		this.window = window(100, 2 * SIZE + 1);
		put(1, 5);
		assertThat(readAndDrain()).containsExactly(1L, 2L, 3L);
		assertThat(this.window.bytes()).isEqualTo(3 * SIZE);
		assertThat(this.window.hasMore()).isTrue();
		assertThat(this.window.isOverflowing()).isTrue();
	}

	@Test
	void takesOneHoweverLarge() {
		this.window = window(100, 1);
		put(1, 2);
		assertThat(readAndDrain()).containsExactly(1L);
	}

	@Test
	void takesMoreAsSoonAsThereIsRoom() {
		this.window = window(3, 1_000_000);
		put(1, 5);
		this.window.read();
		this.window.settle(drain().subList(0, 2));
		this.window.writeBack();
		assertThat(this.window.bytes()).isEqualTo(SIZE);
		assertThat(readAndDrain()).containsExactly(4L, 5L);
		this.window.settle(List.of());
		assertThat(this.store.ids()).containsExactly(3L, 4L, 5L);
	}

	@Test
	void findsWhatWasCommittedLate() {
		put(5, 7);
		assertThat(readAndDrain()).containsExactly(5L, 6L, 7L);
		assertThat(this.window.hasMore()).isFalse();
		put(2, 2);
		put(8, 8);
		assertThat(readAndDrain()).containsExactly(2L, 8L);
		assertThat(readAndDrain()).isEmpty();
		assertThat(this.window.size()).isEqualTo(5);
		assertThat(this.window.lowest()).isEqualTo(2);
	}

	@Test
	void tellsTheStoreAgainWhatItCouldNotBeTold() {
		put(1, 4);
		this.window.read();
		List<QueuedWrite> writes = drain();
		this.window.settle(writes.subList(0, 2));
		this.window.setAside(writes.subList(2, 3), Reason.REFUSED, "no");
		this.store.before = (call) -> {
			throw new IllegalStateException(call);
		};
		assertThatIllegalStateException().isThrownBy(this.window::writeBack);
		assertThat(this.window.size()).isEqualTo(4);
		this.store.before = (call) -> {
			if (call.equals("setAside")) {
				throw new IllegalStateException(call);
			}
		};
		assertThatIllegalStateException().isThrownBy(this.window::writeBack);
		assertThat(this.window.size()).isEqualTo(2);
		assertThat(readAndDrain()).isEmpty();
		this.store.before = (call) -> {
		};
		this.window.writeBack();
		assertThat(this.store.ids()).containsExactly(4L);
		assertThat(this.store.countDeadLetters()).isEqualTo(1);
		assertThat(this.window.size()).isEqualTo(1);
		assertThat(this.window.bytes()).isEqualTo(SIZE);
		int calls = this.store.calls.size();
		this.window.writeBack();
		assertThat(this.store.calls).hasSize(calls);
		assertThat(readAndDrain()).isEmpty();
	}

	@Test
	void aReadThatFailsIsRepeated() {
		put(1, 2);
		this.store.before = (call) -> {
			if (call.equals("read")) {
				throw new IllegalStateException(call);
			}
		};
		assertThatIllegalStateException().isThrownBy(this.window::read);
		this.store.before = (call) -> {
		};
		assertThat(readAndDrain()).containsExactly(1L, 2L);
	}

	@Test
	void passesWhatItCannotRead() {
		this.window = window(2, 1_000_000);
		put(1, 6);
		this.store.unreadable.addAll(List.of(1L, 2L, 3L, 5L));
		List<Long> taken = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			taken.addAll(readAndDrain());
		}
		assertThat(taken).containsExactly(4L, 6L);
		assertThat(this.window.size()).isEqualTo(2);
		long reads = this.store.callsOf("read");
		this.window.read();
		assertThat(this.store.callsOf("read")).isEqualTo(reads);
		assertThat(this.store.ids()).hasSize(6);
	}

	@Test
	void isDoneThoughSomethingCannotBeRead() {
		put(1, 1);
		this.store.unreadable.add(1L);
		this.window.read();
		this.window.read();
		assertThat(this.window.hasMore()).isFalse();
		assertThat(this.window.isEmpty()).isTrue();
	}

	@Test
	void whatIsDeletedBetweenTwoLooksDoesNotMatter() {
		put(1, 3);
		this.store.before = (call) -> {
			if (call.equals("read")) {
				this.store.before = (other) -> {
				};
				this.store.delete(List.of(2L));
			}
		};
		assertThat(readAndDrain()).containsExactly(1L, 3L);
		assertThat(readAndDrain()).isEmpty();
		assertThat(this.window.size()).isEqualTo(2);
	}

}
