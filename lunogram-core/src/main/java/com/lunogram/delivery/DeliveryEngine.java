package com.lunogram.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import com.lunogram.RateLimitedException;
import com.lunogram.ServerException;
import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.delivery.UndeliveredWrite.Reason;
import com.lunogram.model.Operation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what is sent next, and what follows from how it went. It has no thread of its
 * own: each {@link #step()} sends one request at most and tells how long to wait for the
 * next, so that all of its rules can be tested without time passing.
 * <p>
 * When a request fails for a reason that may lie in its content, it is tried again a few
 * times; then the culprit is searched for and {@link Parking parked}, and others go on.
 * If they get through, the parked write is on its own, and is given up after some
 * attempts. If they fail too, it is an outage: all wait, and nobody's attempts are used
 * up.
 */
final class DeliveryEngine {

	/** There is nothing to do until something comes. */
	static final long FOREVER = Long.MAX_VALUE;

	private static final Logger logger = LoggerFactory.getLogger(DeliveryEngine.class);

	/** How long to keep still when the key or the address is wrong. */
	private static final long BLOCKED_PAUSE = Duration.ofSeconds(30).toNanos();

	/** So often it is asked whether the key is right, if it is so for something else. */
	private static final long PARTLY_BLOCKED_INTERVAL = Duration.ofSeconds(5).toNanos();

	/** A 500 may be a passing one; the second makes the content suspect. */
	private static final int SUSPECT_AFTER_FAILED = 2;

	/** A lost answer rather speaks of a bad connection. */
	private static final int SUSPECT_AFTER_DOUBT = 5;

	private final WriteQueue queue;

	private final BatchLimits limits;

	private final Batcher batcher;

	private final Parking parking;

	private final DeliverySettings settings;

	private final Backoff backoff;

	private final Sender sender;

	private final Reports reports;

	private final LongSupplier nanoTime;

	/** How long until the pace allows a request, in nanoseconds. */
	private final LongSupplier pace;

	private final Map<Operation, Suspicion> suspicions = new EnumMap<>(Operation.class);

	/** Requests that failed in a row, of whatever operation. */
	private int failures;

	/** Whether the last one failed because nobody was there. */
	private boolean absent;

	/** Whether a parked write was tried last, so that the others have a turn. */
	private boolean othersFirst;

	private long holdUntil;

	private boolean onHold;

	/** Whether the last request failed, so that the next one is a repeat. */
	private boolean failing;

	private State state = State.RUNNING;

	private volatile boolean paused;

	private volatile int inFlight;

	private volatile Progress progress = new Progress(State.RUNNING, 0, null);

	DeliveryEngine(WriteQueue queue, DeliverySettings settings, Backoff backoff, Sender sender, Reports reports,
			LongSupplier nanoTime, LongSupplier pace) {
		this.queue = queue;
		this.settings = settings;
		this.backoff = backoff;
		this.sender = sender;
		this.reports = reports;
		this.nanoTime = nanoTime;
		this.pace = pace;
		this.limits = new BatchLimits(settings.maxEvents(), settings.maxBatchBytes());
		this.batcher = new Batcher(this.limits, settings.queueCapacity());
		this.parking = new Parking(settings.maxAttempts());
	}

	/**
	 * Does what is to be done now, one request at most.
	 * @return how long to wait for the next step, in nanoseconds; 0 for not at all,
	 * {@link #FOREVER} until something comes
	 */
	long step() {
		Long oldestIncoming = this.queue.oldest();
		if (this.progress.oldest() == null && oldestIncoming != null) {
			// This step may take as long as a request does.
			this.progress = new Progress(this.state, this.parking.size(), oldestIncoming);
		}
		long wait = next();
		if (this.batcher.isEmpty() && this.parking.size() == 0) {
			// The last one may have ended otherwise than by getting through.
			this.state = State.RUNNING;
		}
		long now = this.nanoTime.getAsLong();
		long age = Math.max(this.batcher.age(now), this.parking.age(now));
		Long oldest = (this.batcher.isEmpty() && this.parking.size() == 0) ? null : now - age;
		this.progress = new Progress(this.state, this.parking.size(), oldest);
		return wait;
	}

	private long next() {
		// Asked first: who waits wants all that was published before, in few requests,
		// and what comes between the two might miss the batch.
		boolean hurried = this.queue.isHurried();
		this.batcher.setSinglesPass(this.parking.isOutageOfArrays());
		this.queue.drain(this::take);
		long now = this.nanoTime.getAsLong();
		if (this.paused) {
			return FOREVER;
		}
		if (this.onHold && now - this.holdUntil < 0) {
			return this.holdUntil - now;
		}
		this.onHold = false;
		long waitForBatch = waitForBatch(now, hurried);
		QueuedWrite culprit = this.parking.next();
		long waitForCulprit = (culprit != null) ? Math.max(0, this.parking.retryAt(culprit) - now) : FOREVER;
		if (Math.min(waitForBatch, waitForCulprit) == 0) {
			long untilToken = this.pace.getAsLong();
			if (untilToken > 0) {
				pause(untilToken);
				return untilToken;
			}
		}
		if (culprit != null && waitForCulprit == 0 && !(this.othersFirst && waitForBatch == 0)) {
			this.othersFirst = true;
			retry(culprit);
			return 0;
		}
		if (waitForBatch == 0) {
			this.othersFirst = false;
			send();
			return 0;
		}
		return Math.min(waitForBatch, waitForCulprit);
	}

	/** Whether it waits because the server, or its own patience, tells it to. */
	boolean isOnHold() {
		return this.onHold || this.paused;
	}

	/** How long it still waits for that reason, in nanoseconds. */
	long holdLeft() {
		return this.onHold ? Math.max(0, this.holdUntil - this.nanoTime.getAsLong()) : 0;
	}

	/** Until when, or when the last such wait has ended. */
	long holdUntil() {
		return this.holdUntil;
	}

	/** Sends nothing more, or goes on; may be told by any thread. */
	void setPaused(boolean paused) {
		this.paused = paused;
	}

	/** How many writes the request under way carries; may be asked by any thread. */
	int inFlight() {
		return this.inFlight;
	}

	/** How far it was after its last step; may be asked by any thread. */
	Progress progress() {
		Progress last = this.progress;
		// A pause holds at once: the worker may be in a request, or not yet started.
		return this.paused ? new Progress(State.PAUSED, last.parked(), last.oldest()) : last;
	}

	/** How many incoming writes are worth a step before its time. */
	long wakeCount() {
		return this.batcher.isEmpty() ? 1 : this.batcher.missing();
	}

	/** How many incoming bytes are worth a step before its time. */
	long wakeBytes() {
		return this.batcher.isEmpty() ? 1 : this.batcher.missingBytes();
	}

	/**
	 * Gives up all that waits, at the end.
	 * @return how many writes that were
	 */
	int abandon() {
		this.queue.drain(this::take);
		List<QueuedWrite> all = new ArrayList<>(this.batcher.removeIf((write) -> true));
		all.addAll(this.parking.removeAll());
		all.sort(QueuedWrite.IN_ORDER);
		setAside(all, Reason.SHUTDOWN, "the time for shutting down was up");
		return all.stream().mapToInt((write) -> write.parts().size()).sum();
	}

	private void take(QueuedWrite write) {
		try {
			if (!this.parking.takes(write)) {
				this.batcher.add(write);
			}
		}
		catch (RuntimeException ex) {
			// A bug, which must not keep others from being delivered.
			logger.error("A write to {} could not be handled and is set aside", this.reports.destination(), ex);
			setAside(List.of(write), Reason.GAVE_UP, "it could not be handled: " + ex);
		}
	}

	private void takeAll(List<QueuedWrite> writes) {
		writes.forEach(this.batcher::add);
	}

	private long waitForBatch(long now, boolean hurried) {
		Operation next = this.batcher.operation();
		if (next == null) {
			return FOREVER;
		}
		boolean full = this.batcher.missing() <= 0 || this.batcher.missingBytes() <= 0;
		if (full || this.failures > 0 || suspicion(next).isSearching() || hurried) {
			return 0;
		}
		return Math.max(0, TimeUnit.NANOSECONDS.convert(this.settings.linger()) - this.batcher.age(now));
	}

	private Suspicion suspicion(Operation operation) {
		return this.suspicions.computeIfAbsent(operation, (key) -> new Suspicion());
	}

	private void send() {
		Operation operation = this.batcher.operation();
		if (operation == null) {
			return;
		}
		Suspicion suspicion = suspicion(operation);
		Batch batch = this.batcher.peek(suspicion.most(this.limits.maxWrites(operation)));
		RuntimeException failure = attempt(batch);
		Verdict verdict = Verdict.of(operation, failure);
		switch (verdict) {
			case DONE -> {
				this.batcher.remove(batch);
				suspicion.passed(batch.size());
				delivered(batch);
			}
			case PARTLY_TAKEN -> partlyTaken(batch, suspicion, failure);
			case IN_DOUBT, FAILED -> {
				if (!setAsideInDoubt(batch, failure)) {
					suspect(batch, suspicion, (verdict == Verdict.FAILED) ? SUSPECT_AFTER_FAILED : SUSPECT_AFTER_DOUBT);
				}
			}
			case DENIED -> denied(batch, suspicion, failure);
			case REFUSED -> refused(batch, suspicion, failure);
			case TOO_LARGE -> {
				if (!this.limits.lower(batch)) {
					refused(batch, suspicion, failure);
				}
			}
			case RATE_LIMITED, NOT_TAKEN, BLOCKED -> hold(verdict, failure);
		}
	}

	private void retry(QueuedWrite culprit) {
		Batch batch = Batch.of(culprit);
		RuntimeException failure = attempt(batch);
		Verdict verdict = Verdict.of(culprit.operation(), failure);
		switch (verdict) {
			case DONE -> {
				List<QueuedWrite> free = this.parking.release(culprit);
				suspicion(culprit.operation()).passed(0);
				delivered(batch);
				takeAll(free);
			}
			case PARTLY_TAKEN -> giveUp(culprit, Reason.REFUSED, failure);
			case IN_DOUBT, FAILED -> failedAgain(culprit, failure);
			case DENIED -> deniedAgain(culprit, failure);
			case REFUSED, TOO_LARGE -> giveUp(culprit, Reason.REFUSED, failure);
			case RATE_LIMITED, NOT_TAKEN, BLOCKED -> hold(verdict, failure);
		}
	}

	private @Nullable RuntimeException attempt(Batch batch) {
		this.inFlight = batch.parts().size();
		this.reports.requested(this.failing);
		try {
			this.sender.send(batch.operation(), batch.body());
			gotThrough();
			return null;
		}
		catch (BrokenOff ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			return ended(batch, ex);
		}
		catch (Exception | Error ex) {
			// An interceptor's, perhaps. Nobody knows how far that got, as with an
			// exception that is unchecked, and it may come of the content as well.
			logger.debug("A request met an unexpected error", ex);
			return ended(batch, new IllegalStateException(ex.toString(), ex));
		}
		finally {
			this.inFlight = 0;
		}
	}

	private RuntimeException ended(Batch batch, RuntimeException failure) {
		Verdict verdict = Verdict.of(batch.operation(), failure);
		if (verdict == Verdict.DONE || verdict == Verdict.PARTLY_TAKEN) {
			gotThrough();
			return failure;
		}
		logger.debug("A request of {} writes failed: {}", batch.size(), failure.getMessage());
		this.failing = true;
		this.absent = isAbsence(failure);
		this.reports.failed(failure);
		return failure;
	}

	/** Whether it costs nothing to ask again soon. */
	private boolean isAbsence(RuntimeException failure) {
		return Verdict.isAbsence(failure) && (this.settings.onDoubt() == OnDoubt.RETRY || !Verdict.isInDoubt(failure));
	}

	private void gotThrough() {
		this.failing = false;
		this.state = State.RUNNING;
	}

	/** Settles what was looked at; the rest stays where it is, and goes next. */
	private void partlyTaken(Batch batch, Suspicion suspicion, @Nullable RuntimeException failure) {
		if (!(failure instanceof PartlyTakenException partly)) {
			return;
		}
		Batch answered = batch.first(partly.count());
		this.batcher.remove(answered);
		suspicion.passed(answered.size());
		List<QueuedWrite> taken = new ArrayList<>(answered.writes());
		partly.refused().forEach((index, message) -> {
			QueuedWrite refused = answered.writes().get(index);
			taken.remove(refused);
			setAside(List.of(refused), Reason.REFUSED, message);
		});
		if (!taken.isEmpty()) {
			delivered(new Batch(batch.operation(), taken));
		}
	}

	private void delivered(Batch batch) {
		this.failures = 0;
		this.parking.othersPassed(batch.operation(), this.nanoTime.getAsLong());
		List<QueuedWrite> parts = batch.parts();
		this.reports.delivered(batch.operation(), parts.size());
		this.queue.settle(parts);
	}

	/** Waits with everything; the same writes go next. */
	private void hold(Verdict verdict, @Nullable RuntimeException failure) {
		switch (verdict) {
			case BLOCKED -> blocked();
			case RATE_LIMITED -> {
				this.state = State.RATE_LIMITED;
				pause(this.backoff.afterRateLimit(retryAfter(failure)));
			}
			default -> pause(afterOneMoreFailure());
		}
	}

	private void blocked() {
		this.state = State.BLOCKED;
		pause(BLOCKED_PAUSE);
	}

	private static @Nullable Duration retryAfter(@Nullable RuntimeException failure) {
		if (failure instanceof RateLimitedException limited) {
			return limited.retryAfter();
		}
		if (failure instanceof DeliveryTargetException foreign) {
			return foreign.retryAfter();
		}
		return (failure instanceof ServerException server) ? server.retryAfter() : null;
	}

	private long afterOneMoreFailure() {
		this.failures++;
		this.state = State.RETRYING;
		return this.absent ? this.backoff.afterAbsences(this.failures) : this.backoff.afterFailures(this.failures);
	}

	/** Does nothing for a while. */
	void pause(long nanos) {
		this.holdUntil = this.nanoTime.getAsLong() + nanos;
		this.onHold = true;
	}

	/**
	 * Does not wait any longer out of its own patience: tries what fails once more, and
	 * goes on as before. What the server or the pace asks for counts all the same.
	 */
	void hurry() {
		if (this.state != State.RATE_LIMITED) {
			this.onHold = false;
		}
		this.parking.retryAllAt(this.nanoTime.getAsLong());
	}

	/** Sets aside what must not be sent twice, if that is asked for. */
	private boolean setAsideInDoubt(Batch batch, @Nullable RuntimeException failure) {
		if (this.settings.onDoubt() == OnDoubt.RETRY || batch.writes().stream().allMatch(QueuedWrite::isRepeatable)) {
			return false;
		}
		Set<QueuedWrite> sent = Set.copyOf(batch.writes());
		setAside(this.batcher.removeIf((write) -> sent.contains(write) && !write.isRepeatable()), Reason.IN_DOUBT,
				message(failure));
		// If it is an outage, it is to cost as few as possible.
		suspicion(batch.operation()).probe();
		pause(afterOneMoreFailure());
		return true;
	}

	/** After a failure that may have to do with the content, or with anything else. */
	private void suspect(Batch batch, Suspicion suspicion, int patience) {
		boolean patient = suspicion.failed() < patience && !suspicion.isSearching();
		if (patient) {
			pause(afterOneMoreFailure());
		}
		else if (batch.size() > 1) {
			suspicion.search(batch.size());
			// The search should not take long; a server in trouble gets a pause.
			pause(this.backoff.afterFailures(1));
		}
		else if (this.batcher.split(batch)) {
			pause(this.backoff.afterFailures(1));
		}
		else {
			park(batch, suspicion, this.backoff.afterFailures(1));
			if (this.parking.isOutage(batch.operation())) {
				pause(afterOneMoreFailure());
			}
		}
	}

	private void denied(Batch batch, Suspicion suspicion, @Nullable RuntimeException failure) {
		if (batch.size() > 1 || suspicion.isProven()) {
			refused(batch, suspicion, failure);
			return;
		}
		if (this.batcher.split(batch)) {
			return;
		}
		park(batch, suspicion, BLOCKED_PAUSE);
		pauseIfAllAreDenied(batch.operation());
	}

	/**
	 * What gets through all the same must not wait half a minute for each that does not.
	 */
	private void pauseIfAllAreDenied(Operation operation) {
		if (!this.parking.isOutage(operation)) {
			return;
		}
		if (this.parking.isPartial(operation)) {
			this.parking.postpone(operation, this.nanoTime.getAsLong() + PARTLY_BLOCKED_INTERVAL);
			pause(afterOneMoreFailure());
		}
		else {
			blocked();
		}
	}

	/** Lets one write wait, and with it its subjects, so that others can go on. */
	private void park(Batch batch, Suspicion suspicion, long untilRetry) {
		this.batcher.remove(batch);
		this.parking.park(batch.writes().get(0), this.nanoTime.getAsLong() + untilRetry, suspicion.isProven(),
				this.batcher);
		suspicion.probe();
	}

	private void failedAgain(QueuedWrite culprit, @Nullable RuntimeException failure) {
		if (this.settings.onDoubt() == OnDoubt.DROP && !culprit.isRepeatable()) {
			giveUp(culprit, Reason.IN_DOUBT, failure);
			return;
		}
		boolean outage = this.parking.isOutage(culprit.operation());
		if (this.queue.isOverflowing()) {
			// There may be nobody else whom it could be told from, and never will be.
			this.parking.accuse(culprit);
		}
		List<QueuedWrite> free = this.parking.failedAgain(culprit, !outage);
		long now = this.nanoTime.getAsLong();
		this.parking.retryAt(culprit, now + this.backoff.afterFailures(this.parking.failures(culprit)));
		takeAll(free);
		if (outage) {
			pause(afterOneMoreFailure());
		}
		else if (this.parking.isExhausted(culprit)) {
			giveUp(culprit, Reason.GAVE_UP, failure);
		}
	}

	private void deniedAgain(QueuedWrite culprit, @Nullable RuntimeException failure) {
		if (!this.parking.isOutage(culprit.operation()) && this.parking.isGuilty(culprit)) {
			giveUp(culprit, Reason.REFUSED, failure);
			return;
		}
		List<QueuedWrite> free = this.parking.failedAgain(culprit, false);
		if (this.queue.isOverflowing() && this.parking.failures(culprit) >= this.settings.maxAttempts()) {
			this.parking.accuse(culprit);
		}
		this.parking.retryAt(culprit, this.nanoTime.getAsLong() + BLOCKED_PAUSE);
		takeAll(free);
		pauseIfAllAreDenied(culprit.operation());
	}

	private void giveUp(QueuedWrite culprit, Reason reason, @Nullable RuntimeException failure) {
		List<QueuedWrite> free = this.parking.release(culprit);
		setAside(List.of(culprit), reason, message(failure));
		takeAll(free);
	}

	private void refused(Batch batch, Suspicion suspicion, @Nullable RuntimeException failure) {
		if (batch.size() > 1) {
			suspicion.search(batch.size());
			return;
		}
		if (this.batcher.split(batch)) {
			return;
		}
		this.batcher.remove(batch);
		suspicion.found();
		setAside(batch.writes(), Reason.REFUSED, message(failure));
	}

	private void setAside(List<QueuedWrite> writes, Reason reason, String message) {
		List<QueuedWrite> parts = writes.stream().flatMap((write) -> write.parts().stream()).toList();
		parts.forEach((part) -> this.reports.undelivered(part.undelivered(reason, message)));
		this.queue.setAside(parts, reason, message);
	}

	private static String message(@Nullable RuntimeException failure) {
		return (failure != null) ? String.valueOf(failure.getMessage()) : "";
	}

	/**
	 * How far the engine is.
	 *
	 * @param state what it is doing
	 * @param parked how many writes wait for a failing one
	 * @param oldest when the write that has waited longest, in the request under way or
	 * for one, was published, in nanoseconds; {@code null} if none waits
	 */
	record Progress(State state, int parked, @Nullable Long oldest) {
	}

}
