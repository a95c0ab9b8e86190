package com.lunogram.spring.boot.test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import com.lunogram.delivery.DeadLetter;
import com.lunogram.delivery.DeliveryControl;
import com.lunogram.delivery.DeliveryStatus;
import com.lunogram.delivery.DeliveryStatus.State;
import org.jspecify.annotations.Nullable;

/**
 * Lets health, metrics and the endpoint see a recorder as a delivery that is always well:
 * what is recorded counts as delivered.
 */
final class RecorderControl implements DeliveryControl {

	private final AtomicLong recorded = new AtomicLong();

	private volatile State state = State.RUNNING;

	private volatile @Nullable Instant last;

	void recorded(int writes) {
		this.recorded.addAndGet(writes);
		this.last = Instant.now();
	}

	void close() {
		this.state = State.CLOSED;
	}

	@Override
	public DeliveryStatus status() {
		long recorded = this.recorded.get();
		return new DeliveryStatus(this.state, 0, 0, Duration.ZERO, 0, 0, 0, recorded, recorded, Map.of(), 0, 0,
				Map.of(), 0, this.last, null, null, null);
	}

	/** That shows, but does not keep anything from being recorded. */
	@Override
	public void pause() {
		this.state = State.PAUSED;
	}

	@Override
	public void resume() {
		this.state = State.RUNNING;
	}

	@Override
	public List<DeadLetter> deadLetters() {
		return List.of();
	}

	@Override
	public int replay(Predicate<DeadLetter> which) {
		return 0;
	}

	@Override
	public int discard(Predicate<DeadLetter> which) {
		return 0;
	}

}
