package com.lunogram.delivery;

import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;

import com.lunogram.delivery.DeliveryStats.Waiting;
import com.lunogram.delivery.DeliveryStatus.State;

/**
 * Looks into the delivery of this instance's part of a stream, and steers it.
 */
final class StreamControl implements DeliveryControl {

	/** How long to wait for what is published again to be safe. */
	private static final Duration REPLAY_TIMEOUT = Duration.ofSeconds(10);

	private final WriteStream stream;

	private final StreamWindow window;

	private final StreamRelay relay;

	private final DeliveryStats stats;

	private final DeadLetters deadLetters;

	private final DoubleSupplier requestsPerMinute;

	private final WriteStream.AppendOutcome reports;

	StreamControl(WriteStream stream, StreamWindow window, StreamRelay relay, DeliveryStats stats,
			DeadLetters deadLetters, DoubleSupplier requestsPerMinute, WriteStream.AppendOutcome reports) {
		this.stream = stream;
		this.window = window;
		this.relay = relay;
		this.stats = stats;
		this.deadLetters = deadLetters;
		this.requestsPerMinute = requestsPerMinute;
		this.reports = reports;
	}

	@Override
	public DeliveryStatus status() {
		DeliveryEngine engine = this.relay.engine();
		DeliveryEngine.Progress progress = engine.progress();
		Waiting waiting = new Waiting(this.window.size() + backlog(), this.window.bytes(),
				Duration.ofNanos(this.window.age()), progress.parked());
		return this.stats.status(state(progress), waiting, engine.inFlight(), this.requestsPerMinute.getAsDouble(),
				this.deadLetters.size());
	}

	private long backlog() {
		long known = this.stream.backlog();
		// For all that can be known, something waits.
		return this.window.isBroken() ? Math.max(1, known) : known;
	}

	private State state(DeliveryEngine.Progress progress) {
		if (this.window.isClosed()) {
			return State.CLOSED;
		}
		if (!this.stream.isDelivered()) {
			return State.STANDBY;
		}
		if (this.relay.isPaused()) {
			return State.PAUSED;
		}
		if (this.relay.isSilent() || this.window.isBroken()) {
			return State.RETRYING;
		}
		return (this.window.share() > 0) ? progress.state() : State.STANDBY;
	}

	@Override
	public void pause() {
		this.relay.setPaused(true);
	}

	@Override
	public void resume() {
		this.relay.setPaused(false);
	}

	@Override
	public List<DeadLetter> deadLetters() {
		return this.deadLetters.list();
	}

	@Override
	public int replay(Predicate<DeadLetter> which) {
		return this.deadLetters.replay(which, this::isTaken);
	}

	private boolean isTaken(DeadLetter letter) {
		StreamOffer offer = new StreamOffer(1, this.reports);
		this.stream.append(List.of(QueuedWrite.again(letter.write()).pending()), offer);
		return offer.isTaken(REPLAY_TIMEOUT);
	}

	@Override
	public int discard(Predicate<DeadLetter> which) {
		return this.deadLetters.take(which).size();
	}

}
