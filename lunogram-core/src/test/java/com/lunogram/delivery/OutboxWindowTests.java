package com.lunogram.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;

import com.lunogram.delivery.UndeliveredWrite.Reason;
import com.lunogram.model.Operation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class OutboxWindowTests {

	private static final int SIZE = 10;

	private final FakeOutboxStore store = new FakeOutboxStore(() -> 0);

	private final OutboxSignals signals = new OutboxSignals();

	private OutboxWindow window = window(1000, 1_000_000);

	private OutboxWindow window(int capacity, long maxBytes) {
		return window(capacity, maxBytes, Runnable::run);
	}

	private OutboxWindow window(int capacity, long maxBytes, Executor executor) {
		DeliverySettings settings = new DeliverySettings(500, 100_000, Duration.ZERO, capacity, maxBytes,
				Overflow.BLOCK, Duration.ZERO, OnDoubt.RETRY, 10, Duration.ZERO);
		return new OutboxWindow(this.store, settings, this.signals, executor, () -> 0);
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

	private void read() {
		if (!this.window.hasUnread()) {
			this.window.look();
		}
		if (this.window.hasUnread()) {
			this.window.readPage();
		}
	}

	private List<Long> readAndDrain() {
		read();
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
		read();
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
		read();
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
		assertThatIllegalStateException().isThrownBy(this::read);
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
		read();
		assertThat(this.store.callsOf("read")).isEqualTo(reads);
		assertThat(this.store.ids()).hasSize(6);
	}

	@Test
	void isDoneThoughSomethingCannotBeRead() {
		put(1, 1);
		this.store.unreadable.add(1L);
		read();
		read();
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

	@Test
	void readsOnePageAtATimeAndTheNextOneInAdvance() {
		this.window = window(10_000, 10_000_000);
		put(1, 2500);
		assertThat(readAndDrain()).hasSize(1000).startsWith(1L).endsWith(1000L);
		assertThat(this.store.callsOf("read")).isEqualTo(2);
		assertThat(this.window.hasMore()).isTrue();
		assertThat(this.window.hasUnread()).isTrue();
		this.window.takeReady();
		assertThat(drain()).extracting(QueuedWrite::sequence).hasSize(1000).startsWith(1001L);
		assertThat(readAndDrain()).hasSize(500).endsWith(2500L);
		assertThat(this.store.callsOf("sizes")).isEqualTo(1);
		assertThat(this.window.hasMore()).isFalse();
		assertThat(this.window.hasUnread()).isFalse();
		assertThat(this.window.size()).isEqualTo(2500);
	}

	@Test
	void takesInAdvanceOnlyWhatIsThere() {
		List<Runnable> tasks = new ArrayList<>();
		this.window = window(10_000, 10_000_000, tasks::add);
		put(1, 1001);
		assertThat(readAndDrain()).hasSize(1000);
		this.window.takeReady();
		assertThat(drain()).isEmpty();
		assertThat(tasks).hasSize(1);
		tasks.get(0).run();
		this.window.takeReady();
		assertThat(drain()).extracting(QueuedWrite::sequence).containsExactly(1001L);
	}

	@Test
	void aPageHasNotManyMoreBytesThanAMegabyte() {
		this.window = window(10_000, 100_000_000);
		LongStream.rangeClosed(1, 5)
			.forEach((id) -> this.store.put(id,
					new PendingWrite(Operation.POST_USER_EVENTS, List.of(), "{\"a\":1}" + " ".repeat(600_000), false)));
		assertThat(readAndDrain()).containsExactly(1L, 2L);
		assertThat(readAndDrain()).containsExactly(3L, 4L);
		assertThat(readAndDrain()).containsExactly(5L);
	}

	@Test
	void aPageThatCouldNotBeReadInAdvanceIsReadAgain() {
		this.window = window(10_000, 10_000_000);
		put(1, 1500);
		this.store.before = (call) -> {
			if (this.store.callsOf("read") == 2) {
				throw new IllegalStateException(call);
			}
		};
		assertThat(readAndDrain()).hasSize(1000);
		assertThatIllegalStateException().isThrownBy(this.window::takeReady).withMessage("read");
		assertThat(this.window.hasUnread()).isTrue();
		this.window.takeReady();
		assertThat(drain()).isEmpty();
		assertThat(readAndDrain()).hasSize(500).startsWith(1001L);
	}

	@Test
	void noPageIsLostIfTheNextOneCannotBeReadInAdvance() {
		AtomicBoolean refused = new AtomicBoolean();
		this.window = window(10_000, 10_000_000, (task) -> {
			if (!refused.getAndSet(true)) {
				throw new RejectedExecutionException();
			}
			task.run();
		});
		put(1, 2500);
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(this::read);
		List<Long> taken = new ArrayList<>(drain().stream().map(QueuedWrite::sequence).toList());
		taken.addAll(readAndDrain());
		taken.addAll(readAndDrain());
		assertThat(taken).hasSize(2500).isSorted();
	}

	@Test
	void aPageHasRoomForARequest() {
		this.window = new OutboxWindow(this.store, new DeliverySettings(3000, 100_000, Duration.ZERO, 10_000, 1_000_000,
				Overflow.BLOCK, Duration.ZERO, OnDoubt.RETRY, 10, Duration.ZERO), this.signals, Runnable::run, () -> 0);
		put(1, 5000);
		assertThat(readAndDrain()).hasSize(3000);
	}

	@Test
	void tellsOfNewRoomUntilItHasLookedAgain() {
		this.window = window(3, 1_000_000);
		put(1, 5);
		read();
		assertThat(this.window.hasNewRoom()).isFalse();
		this.window.settle(drain().subList(0, 1));
		assertThat(this.window.hasNewRoom()).isFalse();
		this.window.writeBack();
		assertThat(this.window.hasNewRoom()).isTrue();
		read();
		assertThat(this.window.hasNewRoom()).isFalse();
	}

	@Test
	void theLowestMayNotBeReadYet() {
		this.window = window(10_000, 10_000_000);
		put(2001, 2001);
		read();
		put(1, 2000);
		read();
		this.window.settle(drain().stream().filter((write) -> write.sequence() <= 1000).toList());
		this.window.writeBack();
		assertThat(this.window.lowest()).isEqualTo(1001);
	}

	@Test
	void aPageInWhichNothingCanBeReadIsPassed() {
		this.window = window(10_000, 10_000_000);
		put(1, 1001);
		this.store.unreadable.addAll(LongStream.rangeClosed(1, 1000).boxed().toList());
		assertThat(readAndDrain()).isEmpty();
		assertThat(this.window.hasUnread()).isTrue();
		assertThat(readAndDrain()).containsExactly(1001L);
	}

}
