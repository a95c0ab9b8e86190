package com.lunogram.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import com.lunogram.delivery.UndeliveredWrite.Reason;
import com.lunogram.model.Operation;
import com.lunogram.model.Subject;
import com.lunogram.model.SubjectType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StreamWindow}.
 */
class StreamWindowTests {

	private static final Duration VALIDITY = Duration.ofSeconds(10);

	private final AtomicLong clock = new AtomicLong();

	private final List<Double> shares = new ArrayList<>();

	private final StreamWindow window = new StreamWindow(5, 1000, this.clock::get, this.shares::add);

	private static StreamedWrite write(int partition, long offset) {
		return write(partition, offset, "{}");
	}

	private static StreamedWrite write(int partition, long offset, String json) {
		return new StreamedWrite(partition, offset, Duration.ofSeconds(1), new PendingWrite(Operation.POST_USER_EVENTS,
				List.of(new Subject(SubjectType.USER, "default", "u" + partition)), json, false));
	}

	private List<QueuedWrite> drain() {
		List<QueuedWrite> drained = new ArrayList<>();
		this.window.drain(drained::add);
		return drained;
	}

	@Test
	void tellsTheFirstOpenOfEachPartition() {
		this.window.add(List.of(write(0, 3), write(1, 7), write(0, 4), write(0, 9)));
		List<QueuedWrite> all = drain();
		assertThat(this.window.firstOpen(0)).isEqualTo(3);
		assertThat(this.window.firstOpen(1)).isEqualTo(7);
		assertThat(this.window.firstOpen(2)).isNull();
		this.window.settle(List.of(all.get(2), all.get(1)));
		assertThat(this.window.firstOpen(0)).isEqualTo(3);
		assertThat(this.window.firstOpen(1)).isNull();
		this.window.settle(List.of(all.get(0)));
		assertThat(this.window.firstOpen(0)).isEqualTo(9);
		assertThat(this.window.size()).isEqualTo(1);
		assertThat(this.window.age()).isEqualTo(Duration.ofSeconds(1).toNanos());
	}

	@Test
	void whatIsThereAlreadyIsPassedOver() {
		this.window.add(List.of(write(0, 3), write(0, 4)));
		this.window.settle(drain());
		this.window.add(List.of(write(0, 3), write(0, 4), write(0, 5)));
		assertThat(drain()).hasSize(1);
		assertThat(this.window.firstOpen(0)).isEqualTo(5);
	}

	@Test
	void whatIsSettledOutOfTurnTakesRoom() {
		this.window.add(List.of(write(0, 0), write(0, 1), write(0, 2), write(0, 3)));
		List<QueuedWrite> all = drain();
		this.window.settle(all.subList(1, 4));
		assertThat(this.window.wantsMore()).isTrue();
		this.window.add(List.of(write(0, 4)));
		assertThat(this.window.wantsMore()).isFalse();
		assertThat(this.window.isOverflowing()).isTrue();
		this.window.settle(all.subList(0, 1));
		assertThat(this.window.wantsMore()).isTrue();
		assertThat(this.window.isOverflowing()).isFalse();
	}

	@Test
	void bytesAreBoundedToo() {
		this.window.add(List.of(write(0, 0, "x".repeat(1000))));
		assertThat(this.window.wantsMore()).isFalse();
		this.window.settle(drain());
		assertThat(this.window.bytes()).isZero();
		assertThat(this.window.wantsMore()).isTrue();
	}

	@Test
	void whatIsForgottenIsGoneAndTheRestComesAgain() {
		this.window.confirm(VALIDITY);
		this.window.add(List.of(write(0, 3), write(1, 7), write(0, 4)));
		List<QueuedWrite> before = drain();
		this.window.setAside(List.of(before.get(2)), Reason.REFUSED, "no");
		this.window.settle(List.of(before.get(0)));
		this.window.forget(Set.of(1));
		assertThat(this.window.isOutdated()).isTrue();
		assertThat(this.window.mayRequest()).isFalse();
		this.window.reload();
		assertThat(this.window.failed()).isEmpty();
		assertThat(this.window.mayRequest()).isTrue();
		List<QueuedWrite> after = drain();
		assertThat(after).hasSize(1);
		assertThat(after.get(0)).isNotSameAs(before.get(2));
		assertThat(after.get(0).sequence()).isEqualTo(before.get(2).sequence());
		this.window.settle(before);
		assertThat(this.window.size()).isZero();
		assertThat(this.window.bytes()).isZero();
		this.window.add(List.of(write(1, 7)));
		assertThat(this.window.firstOpen(1)).isEqualTo(7);
	}

	@Test
	void nothingIsSentOnceItMayBeSomebodyElses() {
		assertThat(this.window.enter()).isTrue();
		this.window.leave();
		this.window.confirm(VALIDITY);
		this.window.add(List.of(write(0, 3)));
		assertThat(this.window.enter()).isTrue();
		assertThat(this.window.mayRequest()).isTrue();
		this.clock.addAndGet(VALIDITY.toNanos());
		assertThat(this.window.mayRequest()).isFalse();
		this.window.leave();
		assertThat(this.window.enter()).isFalse();
		long calls = this.window.calls();
		this.window.confirm(VALIDITY);
		assertThat(this.window.calls()).isGreaterThan(calls);
		assertThat(this.window.enter()).isTrue();
	}

	@Test
	void haltsUntilItHasForgotten() throws Exception {
		this.window.confirm(VALIDITY);
		this.window.add(List.of(write(0, 3)));
		assertThat(this.window.enter()).isTrue();
		assertThat(this.window.halt(Duration.ofMillis(10))).isFalse();
		assertThat(this.window.mayRequest()).isFalse();
		Thread halting = new Thread(() -> this.window.halt(Duration.ofSeconds(30)));
		halting.start();
		this.window.leave();
		halting.join(30_000);
		assertThat(halting.isAlive()).isFalse();
		assertThat(this.window.enter()).isFalse();
		this.window.forget(Set.of());
		assertThat(this.window.enter()).isTrue();
	}

	@Test
	void nothingToDeliverLeavesTheRateAsItIs() {
		this.window.share(0.5);
		this.window.share(0);
		assertThat(this.shares).containsExactly(0.5);
		assertThat(this.window.share()).isZero();
	}

	@Test
	void wantsNothingWhenHeldOrClosed() {
		assertThat(this.window.setHeld(true)).isTrue();
		assertThat(this.window.setHeld(true)).isFalse();
		assertThat(this.window.wantsMore()).isFalse();
		this.window.setHeld(false);
		assertThat(this.window.wantsMore()).isTrue();
		this.window.close();
		assertThat(this.window.wantsMore()).isFalse();
		assertThat(this.window.isHurried()).isTrue();
	}

}
