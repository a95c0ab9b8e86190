package com.lunogram.delivery;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

import com.lunogram.delivery.StreamWindow.FailedWrite;
import com.lunogram.http.OccasionalLog;
import com.lunogram.model.Operation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what a stream has handed over. Whenever partitions are taken away, it begins
 * anew with what is left: there is no other way to be sure that nothing of them is left
 * in the engine, be it merged with what stays or waiting behind it.
 */
final class StreamRelay implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(StreamRelay.class);

	private static final long ERROR_PAUSE = Duration.ofSeconds(1).toNanos();

	/** A shorter one is a matter of how it works. */
	private static final long SILENCE = Duration.ofSeconds(3).toNanos();

	/** Until then it looks by itself whether it may go on. */
	private static final long LOOK_AGAIN = Duration.ofSeconds(1).toNanos();

	/** So long it waits at a time for the end of the last request to be kept. */
	private static final Duration KEEP_TIMEOUT = Duration.ofMillis(500);

	/** A shorter wait is not worth having the stream pause. */
	private static final long LONG_HOLD = Duration.ofMillis(500).toNanos();

	private final WriteStream stream;

	private final StreamWindow window;

	private final DeliverySettings settings;

	private final Backoff backoff;

	private final BreakableSender sender;

	private final Reports reports;

	private final DeadLetters deadLetters;

	private final LongSupplier nanoTime;

	private final LongSupplier pace;

	private final OccasionalLog failures;

	private final OccasionalLog breakages;

	private final Deadline deadline;

	private volatile @Nullable Thread thread;

	private volatile boolean paused;

	private volatile DeliveryEngine engine;

	private volatile boolean silent;

	/** When the stream was last heard of. */
	private long heard;

	/** Whether something was settled that may not be kept yet. */
	private boolean settled;

	/** Whether it might look for something to do when it was last its turn. */
	private boolean allowed = true;

	StreamRelay(WriteStream stream, StreamWindow window, DeliverySettings settings, Backoff backoff, Sender sender,
			Reports reports, DeadLetters deadLetters, LongSupplier nanoTime, LongSupplier pace) {
		this.stream = stream;
		this.window = window;
		this.settings = settings;
		this.backoff = backoff;
		this.sender = new BreakableSender(sender);
		this.reports = reports;
		this.deadLetters = deadLetters;
		this.nanoTime = nanoTime;
		this.pace = pace;
		this.failures = new OccasionalLog(logger, nanoTime);
		this.breakages = new OccasionalLog(logger, nanoTime);
		this.deadline = new Deadline(nanoTime);
		this.heard = nanoTime.getAsLong();
		this.engine = engine(0);
	}

	private DeliveryEngine engine(long hold) {
		DeliveryEngine engine = new DeliveryEngine(this.window, this.settings, this.backoff, this::send, this.reports,
				this.nanoTime, this.pace);
		if (hold > 0) {
			engine.pause(hold);
		}
		return engine;
	}

	/** The engine as it is now; who only looks at it may do so from any thread. */
	DeliveryEngine engine() {
		return this.engine;
	}

	boolean isCurrentThread() {
		return Thread.currentThread() == this.thread;
	}

	/** Whether the stream does not answer while something is to be delivered. */
	boolean isSilent() {
		return this.silent;
	}

	boolean isPaused() {
		return this.paused;
	}

	/** Sends nothing more, or goes on; may be told by any thread. */
	void setPaused(boolean paused) {
		this.paused = paused;
		this.window.callRelay();
	}

	@Override
	public void run() {
		this.thread = Thread.currentThread();
		long calls = this.window.calls();
		while (!isDone()) {
			long wait = stepIfKept();
			if (wait > 0) {
				await(wait, calls);
			}
			calls = this.window.calls();
		}
	}

	private boolean isDone() {
		return this.window.isClosed() && (this.window.size() == 0 || left() <= 0);
	}

	/**
	 * Ends when all that was taken over is delivered, or when the time is up. Of several
	 * calls, the one that gives the least time counts.
	 */
	void stopWithin(Duration timeout) {
		this.deadline.within(timeout);
		// Nobody is to come any more who would end a pause.
		this.paused = false;
		this.window.close();
	}

	/** How long it may still go on, in nanoseconds. */
	long left() {
		return this.deadline.left();
	}

	private void await(long wait, long calls) {
		boolean held = !this.allowed || this.engine.isOnHold();
		try {
			this.window.await(Math.min(wait, left()), held ? Long.MAX_VALUE : this.engine.wakeCount(),
					held ? Long.MAX_VALUE : this.engine.wakeBytes(), calls);
		}
		catch (InterruptedException ex) {
			// As good as any other reason to look what there is to do.
		}
	}

	private long stepIfKept() {
		listen();
		try {
			return isKept() ? stepIfAllowed() : 0;
		}
		catch (RuntimeException ex) {
			return failed(ex);
		}
	}

	/**
	 * Waits for a while until what was settled is kept. Before it is, no request begins,
	 * so that it is no more than one whose writes are sent again if the process dies.
	 */
	private boolean isKept() {
		try {
			this.settled = this.settled && !this.stream.keep(KEEP_TIMEOUT);
		}
		catch (InterruptedException ex) {
			// It will be asked again.
		}
		return !this.settled;
	}

	private long stepIfAllowed() {
		this.allowed = this.window.enter();
		if (!this.allowed) {
			return LOOK_AGAIN;
		}
		try {
			return stepOrPause();
		}
		finally {
			this.window.leave();
			// When it is no longer at work: who hears of it may wait for that.
			tellStream();
		}
	}

	/**
	 * A stream that says nothing for long cannot be reached, or has given it all away.
	 */
	private void listen() {
		Throwable breakage = this.window.takeBreakage();
		if (breakage != null) {
			this.reports.stats().failed(new IllegalStateException(this.stream + " hands nothing over: " + breakage));
			this.breakages.warn("times " + this.stream + " handed nothing over to deliver to Lunogram, and was started"
					+ " again; the last time so: " + breakage);
		}
		long now = this.nanoTime.getAsLong();
		if (!this.window.isUnconfirmed()) {
			this.heard = now;
			this.silent = false;
		}
		else if (now - this.heard >= SILENCE) {
			this.silent = true;
			this.reports.stats().failed(new IllegalStateException(this.stream + " does not answer"));
			this.failures.warn("times delivery to Lunogram waited for " + this.stream + ", which does not answer");
		}
	}

	private long stepOrPause() {
		try {
			return step();
		}
		catch (NotAllowed ex) {
			// What the engine has is not to be delivered here, or not now.
			return 0;
		}
		catch (Exception | Error ex) {
			return failed(ex);
		}
	}

	private long failed(Throwable failure) {
		this.reports.stats().failed(failure);
		this.failures
			.warn("times delivery from a stream to Lunogram failed, which goes on; the last time so: " + failure);
		logger.debug("The stream could not be worked on", failure);
		// The server may have asked for more patience.
		this.engine.pause(Math.max(ERROR_PAUSE, this.engine.holdLeft()));
		return ERROR_PAUSE;
	}

	private long step() {
		setAside();
		if (this.settled) {
			return 0;
		}
		if (this.window.isOutdated()) {
			this.engine = engine(this.engine.holdLeft());
			this.window.reload();
		}
		this.engine.setPaused(this.paused);
		long before = this.window.settled();
		long wait = this.engine.step();
		setAside();
		this.settled |= this.window.settled() > before;
		return wait;
	}

	private void setAside() {
		List<FailedWrite> failed = this.window.failed();
		if (failed.isEmpty()) {
			return;
		}
		// A listener may have left an interrupt.
		Thread.interrupted();
		this.stream.setAside(failed.stream().map(FailedWrite::undelivered).toList());
		failed.forEach((write) -> this.deadLetters.add(write.undelivered()));
		this.window.settle(failed.stream().map(FailedWrite::write).toList());
		failed.clear();
		this.settled = true;
	}

	private void tellStream() {
		if (this.window.setHeld(this.paused || this.engine.holdLeft() > LONG_HOLD)) {
			this.stream.windowChanged();
		}
		isKept();
	}

	private void send(Operation operation, byte[] body) {
		if (!this.window.mayRequest()) {
			throw new NotAllowed();
		}
		this.sender.send(operation, body);
	}

	/** Ends a request under way, and nothing else. */
	void breakOff() {
		this.sender.breakOff();
	}

	/**
	 * A request must not begin.
	 */
	private static final class NotAllowed extends BrokenOff {

		private static final long serialVersionUID = 1L;

		NotAllowed() {
			super("the request must not begin");
		}

	}

}
