package com.lunogram.spring.boot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import com.lunogram.delivery.DeadLetter;
import com.lunogram.delivery.DeliveryControl;
import com.lunogram.delivery.DeliveryStatus;
import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.delivery.UndeliveredWrite;
import com.lunogram.delivery.UndeliveredWrite.Reason;
import com.lunogram.model.Operation;
import com.lunogram.model.Subject;
import com.lunogram.model.SubjectType;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that is doing as it is told to.
 */
public final class FakeControl implements DeliveryControl {

	public static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

	private final List<DeadLetter> letters = new ArrayList<>();

	private final List<String> calls = new ArrayList<>();

	private DeliveryStatus status = status(State.RUNNING, 0, Duration.ZERO, null, null);

	private int statusCalls;

	/**
	 * A status with numbers that are all different.
	 */
	public static DeliveryStatus status(State state, int queued, Duration oldestAge, @Nullable Instant lastSuccess,
			@Nullable Instant lastDrop) {
		return new DeliveryStatus(state, queued, 2048, oldestAge, 2, 3, 240.0, 100, 90,
				Map.of(Reason.REFUSED, 4L, Reason.QUEUE_FULL, 5L, Reason.SHUTDOWN, 6L), 20, 7,
				Map.of(DeliveryStatus.Callback.LISTENER, 12L, DeliveryStatus.Callback.ENRICHER, 13L), 8, lastSuccess,
				NOON.minusSeconds(30), "HTTP 503 Service Unavailable", lastDrop);
	}

	public void set(DeliveryStatus status) {
		this.status = status;
	}

	public void deadLetter(long id, Operation operation, String externalId) {
		deadLetter(id, operation, externalId, "{\"name\":\"paid\",\"data\":{\"total\":12.50}}");
	}

	public void deadLetter(long id, Operation operation, String externalId, String json) {
		this.letters.add(new DeadLetter(id, NOON.plusSeconds(id),
				new UndeliveredWrite(operation, List.of(new Subject(SubjectType.USER, "default", externalId)), json,
						Reason.REFUSED, "422 Unprocessable")));
	}

	public List<String> calls() {
		return this.calls;
	}

	public int statusCalls() {
		return this.statusCalls;
	}

	@Override
	public DeliveryStatus status() {
		this.statusCalls++;
		return this.status;
	}

	@Override
	public void pause() {
		this.calls.add("pause");
	}

	@Override
	public void resume() {
		this.calls.add("resume");
	}

	@Override
	public List<DeadLetter> deadLetters() {
		return List.copyOf(this.letters);
	}

	@Override
	public int replay(Predicate<DeadLetter> which) {
		return take("replay", which);
	}

	@Override
	public int discard(Predicate<DeadLetter> which) {
		return take("discard", which);
	}

	private int take(String call, Predicate<DeadLetter> which) {
		List<Long> taken = this.letters.stream().filter(which).map(DeadLetter::id).toList();
		this.letters.removeIf(which);
		this.calls.add(call + taken);
		return taken.size();
	}

}
