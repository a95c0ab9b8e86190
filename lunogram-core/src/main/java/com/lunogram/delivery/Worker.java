package com.lunogram.delivery;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import com.lunogram.model.Operation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a delivery: step after step, until it is told to stop.
 */
final class Worker implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Worker.class);

	/** How long a request under way may take to notice that time is up. */
	private static final long GRACE = Duration.ofSeconds(1).toNanos();

	/** How long the worker may take to report what is given up, once it is back. */
	private static final long REPORTING = Duration.ofSeconds(10).toNanos();

	/** After an error that should not be, so that it does not fill the log. */
	private static final long ERROR_PAUSE = Duration.ofSeconds(1).toNanos();

	private final DeliveryEngine engine;

	private final MemoryQueue queue;

	private final Sender sender;

	private final Reports reports;

	private final LongSupplier nanoTime;

	/** Who may touch the engine: it is not made for two threads. */
	private final AtomicReference<Place> place = new AtomicReference<>(Place.ENGINE);

	private volatile @Nullable Thread thread;

	/** Whether it was seen that the queue is closed. */
	private boolean closing;

	private final AtomicReference<@Nullable Long> deadline = new AtomicReference<>();

	Worker(MemoryQueue queue, DeliverySettings settings, Backoff backoff, Sender sender, Reports reports,
			LongSupplier nanoTime, LongSupplier pace) {
		this.engine = new DeliveryEngine(queue, settings, backoff, this::send, reports, nanoTime, pace);
		this.queue = queue;
		this.sender = sender;
		this.reports = reports;
		this.nanoTime = nanoTime;
	}

	/** Whether it is this worker that asks, as it does when a listener publishes. */
	boolean isCurrentThread() {
		return Thread.currentThread() == this.thread;
	}

	/** Who only looks at the engine may do so from any thread. */
	DeliveryEngine engine() {
		return this.engine;
	}

	@Override
	public void run() {
		this.thread = Thread.currentThread();
		try {
			// Before the question whether it is done, or it would sleep over the answer.
			long calls = this.queue.calls();
			while (!isDone()) {
				long wait = step();
				if (wait > 0) {
					await(wait, calls);
				}
				calls = this.queue.calls();
			}
			abandon();
		}
		catch (TakenOver ex) {
			logger.debug("A request outlived the shutdown");
		}
	}

	private boolean isDone() {
		// Only the deadline ends it. An interrupt ends a request that is under way then;
		// a stray one must not fail the next request, nor a listener in what follows.
		Thread.interrupted();
		return this.queue.isClosed() && (this.queue.size() == 0 || left() <= 0);
	}

	private long step() {
		try {
			if (!this.closing && this.queue.isClosed()) {
				this.closing = true;
				// There may be no time for what patience would have it wait.
				this.engine.hurry();
			}
			return this.engine.step();
		}
		catch (TakenOver ex) {
			throw ex;
		}
		catch (Exception | Error ex) {
			logger.error("Delivery to {} met an unexpected error and goes on", this.reports.destination(), ex);
			this.engine.pause(ERROR_PAUSE);
			return ERROR_PAUSE;
		}
	}

	private void await(long wait, long calls) {
		long wakeCount = this.engine.isOnHold() ? Long.MAX_VALUE : this.engine.wakeCount();
		long wakeBytes = this.engine.isOnHold() ? Long.MAX_VALUE : this.engine.wakeBytes();
		try {
			this.queue.await(Math.min(wait, left()), wakeCount, wakeBytes, calls);
		}
		catch (InterruptedException ex) {
			// As good as any other reason to look what there is to do.
		}
	}

	private void send(Operation operation, byte[] body) {
		this.place.set(Place.REQUEST);
		try {
			this.sender.send(operation, body);
		}
		finally {
			comeBack();
		}
	}

	private void comeBack() {
		if (!this.place.compareAndSet(Place.REQUEST, Place.ENGINE)) {
			throw new TakenOver();
		}
	}

	/**
	 * Stops when the queue is closed and all is delivered, or when the time is up; then
	 * gives up the rest. The first call counts. The queue is to be closed after it: what
	 * it takes before that is still delivered or reported.
	 */
	void stopWithin(Duration timeout) {
		long end = this.nanoTime.getAsLong() + TimeUnit.NANOSECONDS.convert(timeout);
		this.deadline.compareAndSet(null, end);
		setPaused(false);
	}

	/** Sends nothing more, or goes on; may be told by any thread. */
	void setPaused(boolean paused) {
		this.engine.setPaused(paused);
		if (this.deadline.get() != null) {
			// Nobody is to come any more who would end a pause. Asked last, as it may be
			// told to stop at the same time.
			this.engine.setPaused(false);
		}
		this.queue.callWorker();
	}

	/** How long it may still go on, in nanoseconds. */
	private long left() {
		Long end = this.deadline.get();
		return (end != null) ? end - this.nanoTime.getAsLong() : Long.MAX_VALUE;
	}

	/** Waits for the end of this worker, which is told to stop. */
	void awaitEnd(Thread thread) {
		try {
			TimeUnit.NANOSECONDS.timedJoin(thread, left());
			breakOff(thread);
			TimeUnit.NANOSECONDS.timedJoin(thread, GRACE);
			takeOver();
			if (this.place.get() == Place.ENGINE) {
				// It is back from its request and reports the rest itself, which takes
				// longer on a busy machine. A listener that hangs holds up the shutdown
				// for a while only, however often it is closed.
				TimeUnit.NANOSECONDS.timedJoin(thread, left() + GRACE + REPORTING);
			}
		}
		catch (InterruptedException ex) {
			// Who closes has no time, so there is none.
			this.deadline.set(this.nanoTime.getAsLong());
			this.queue.callWorker();
			breakOff(thread);
			awaitReport(thread);
			Thread.currentThread().interrupt();
		}
		takeOver();
	}

	/** Nobody else would hear of what is lost, if the process ends right after. */
	private static void awaitReport(Thread thread) {
		try {
			TimeUnit.NANOSECONDS.timedJoin(thread, GRACE);
		}
		catch (InterruptedException ex) {
			// Twice is in earnest.
		}
	}

	/** Some HTTP clients don't heed interrupts. What waits is reported all the same. */
	private void takeOver() {
		if (this.place.compareAndSet(Place.REQUEST, Place.TAKEN_OVER)) {
			abandon();
		}
	}

	private void breakOff(Thread thread) {
		if (this.place.get() == Place.REQUEST) {
			thread.interrupt();
		}
	}

	/** Reports what waits. From elsewhere only if there is no thread that does. */
	void abandon() {
		int abandoned = this.engine.abandon();
		if (abandoned > 0) {
			logger.warn("{} writes to {} were not delivered before the shutdown", abandoned,
					this.reports.destination());
		}
	}

	/**
	 * Where the worker is.
	 */
	private enum Place {

		/** In the engine, which nobody else may touch. */
		ENGINE,

		/** In a request; until it comes back, somebody else may take the engine over. */
		REQUEST,

		/** Still in a request, and somebody else has the engine. */
		TAKEN_OVER

	}

	/**
	 * The worker comes back from a request, and the engine is no longer its own.
	 */
	private static final class TakenOver extends BrokenOff {

		private static final long serialVersionUID = 1L;

		TakenOver() {
			super("the engine was taken over");
		}

	}

}
