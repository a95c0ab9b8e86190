package com.lunogram.delivery;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.delivery.Leadership.Term;
import com.lunogram.http.OccasionalLog;
import com.lunogram.model.Operation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers from an outbox, for as long as this instance has the lease. Each term begins
 * with nothing in memory: what another has done in between is known by the store alone.
 */
final class Relay implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Relay.class);

	private static final long FIRST_POLL = Duration.ofMillis(50).toNanos();

	private static final long ERROR_PAUSE = Duration.ofSeconds(1).toNanos();

	private static final long READER_IDLE = Duration.ofSeconds(10).toNanos();

	private static final long PURGE_INTERVAL = Duration.ofHours(1).toNanos();

	private final OutboxStore store;

	private final OutboxSettings outbox;

	private final DeliverySettings settings;

	private final Leadership leadership;

	private final OutboxSignals signals;

	private final Backoff backoff;

	private final BreakableSender sender;

	private final Reports reports;

	private final LongSupplier nanoTime;

	private final LongSupplier pace;

	private final DaemonThreads threads;

	private final OccasionalLog failures;

	private final Deadline deadline;

	private volatile @Nullable Thread thread;

	private volatile @Nullable DeliveryEngine engine;

	private volatile long windowBytes;

	Relay(OutboxStore store, OutboxSettings outbox, DeliverySettings settings, Leadership leadership,
			OutboxSignals signals, Backoff backoff, Sender sender, Reports reports, LongSupplier nanoTime,
			LongSupplier pace, DaemonThreads threads) {
		this.store = store;
		this.outbox = outbox;
		this.settings = settings;
		this.leadership = leadership;
		this.signals = signals;
		this.backoff = backoff;
		this.sender = new BreakableSender(sender);
		this.reports = reports;
		this.nanoTime = nanoTime;
		this.pace = pace;
		this.threads = threads;
		this.failures = new OccasionalLog(logger, nanoTime);
		this.deadline = new Deadline(nanoTime);
	}

	/** The engine of the present term; {@code null} if another instance delivers. */
	@Nullable DeliveryEngine engine() {
		return this.engine;
	}

	/** Bytes of what is in memory. */
	long windowBytes() {
		return this.windowBytes;
	}

	boolean isCurrentThread() {
		return Thread.currentThread() == this.thread;
	}

	@Override
	public void run() {
		this.thread = Thread.currentThread();
		try {
			deliver();
		}
		finally {
			// Whatever has ended it: others could not deliver while the lease is kept.
			this.leadership.close();
		}
	}

	private void deliver() {
		boolean hasDelivered = false;
		while (true) {
			Term term = this.leadership.term();
			if (term != null && term.isValid()) {
				new Delivery(term).run();
				hasDelivered = true;
			}
			if (this.signals.isClosed() && (hasDelivered || this.leadership.isStandby() || left() <= 0)) {
				return;
			}
			this.signals.look();
			Term next = this.leadership.term();
			if (next == null || !next.isValid()) {
				await(Math.min(Duration.ofSeconds(1).toNanos(), left()), Long.MAX_VALUE);
			}
		}
	}

	private void await(long nanos, long wakeCount) {
		try {
			this.signals.await(nanos, wakeCount);
		}
		catch (InterruptedException ex) {
			// As good as any other reason to look what there is to do.
		}
	}

	/** To be called when the lease is got or lost, or has run out. */
	void leadershipChanged() {
		Term term = this.leadership.term();
		if (term == null || !term.isValid()) {
			breakOff();
		}
		this.signals.call();
	}

	/** Ends a request under way, and nothing else. */
	void breakOff() {
		this.sender.breakOff();
	}

	/**
	 * Ends when all is delivered, or when the time is up. Of several calls, the one that
	 * gives the least time counts.
	 */
	void stopWithin(Duration timeout) {
		this.deadline.within(timeout);
		this.signals.close();
	}

	/** How long it may still go on, in nanoseconds. */
	long left() {
		return this.deadline.left();
	}

	/**
	 * What is done in one term.
	 */
	private final class Delivery {

		private final Term term;

		/**
		 * Its thread lives while there is a backlog. One for each term: the last one's
		 * may still wait for the database.
		 */
		private final ExecutorService reader = new ThreadPoolExecutor(0, 1, READER_IDLE, TimeUnit.NANOSECONDS,
				new LinkedBlockingQueue<>(), Relay.this.threads.named("lunogram-outbox-reader"));

		private final OutboxWindow window;

		private final DeliveryEngine engine;

		private long pollWait = FIRST_POLL;

		private long nextPoll;

		private long nextPurge;

		/** Whether something was told since the store was last looked at. */
		private boolean news;

		/** When to try again what has failed. */
		private long retryAt;

		/** Until when the server's wish is known to others, by our clock. */
		private long heldUntil;

		/** The last one to be delivered before this relay closes. */
		private @Nullable Long last;

		Delivery(Term term) {
			this.term = term;
			OutboxSignals signals = Relay.this.signals;
			this.window = new OutboxWindow(Relay.this.store, Relay.this.settings, signals, this.reader,
					Relay.this.nanoTime);
			this.engine = new DeliveryEngine(this.window, Relay.this.settings, Relay.this.backoff, this::send,
					Relay.this.reports, Relay.this.nanoTime, Relay.this.pace);
			this.nextPoll = now();
			this.retryAt = now();
			this.nextPurge = now();
			if (term.hold().compareTo(Duration.ZERO) > 0) {
				this.engine.pause(term.hold().toNanos());
			}
		}

		private long now() {
			return Relay.this.nanoTime.getAsLong();
		}

		void run() {
			Relay.this.engine = this.engine;
			try {
				while (this.term.isValid()) {
					long wait = stepOrPause();
					if (wait < 0) {
						return;
					}
					if (wait > 0) {
						await(Math.min(Math.min(wait, this.nextPoll - now()), left()),
								this.engine.isOnHold() ? Long.MAX_VALUE : this.engine.wakeCount());
					}
				}
			}
			catch (LeaseLost ex) {
				logger.debug("The lease is lost");
			}
			finally {
				Relay.this.engine = null;
				Relay.this.windowBytes = 0;
				finish();
			}
		}

		/** How long to wait then, in nanoseconds; negative if it is over. */
		private long stepOrPause() {
			// Asked first: what was told before the closing is not to be missed.
			boolean closed = Relay.this.signals.isClosed();
			this.news |= Relay.this.signals.look();
			if (left() <= 0) {
				return -1;
			}
			long untilRetry = this.retryAt - now();
			if (untilRetry > 0) {
				return untilRetry;
			}
			try {
				return step(closed);
			}
			catch (LeaseLost ex) {
				throw ex;
			}
			catch (Exception | Error ex) {
				Relay.this.reports.stats().failed(ex);
				Relay.this.failures
					.warn("times the Lunogram outbox could not be worked on, which goes on; the last time so: " + ex);
				logger.debug("The outbox could not be worked on", ex);
				// Until then it waits, whatever is told.
				this.news = true;
				this.retryAt = now() + ERROR_PAUSE;
				this.nextPoll = this.retryAt;
				// The server may have asked for more patience.
				this.engine.pause(Math.max(ERROR_PAUSE, this.engine.holdLeft()));
				return ERROR_PAUSE;
			}
		}

		private long step(boolean closed) {
			writeBack();
			read();
			// To read may have taken the time that was left.
			if (left() <= 0 || (closed && isDone())) {
				return -1;
			}
			this.engine.setPaused(this.term.isPaused());
			long wait = this.engine.step();
			writeBack();
			Relay.this.windowBytes = this.window.bytes();
			tellOfHold();
			if (mayReadOn()) {
				return 0;
			}
			// What cannot be sent in time any more is for whoever comes next.
			return (closed && wait > left()) ? -1 : wait;
		}

		private void writeBack() {
			// Some databases suffer from an interrupt, and a listener may leave one.
			Thread.interrupted();
			this.window.writeBack();
		}

		private void read() {
			if (this.window.takeReady() || (!mayReadOn() && now() - this.nextPoll < 0)) {
				return;
			}
			if (!this.window.hasUnread()) {
				look();
			}
			if (this.window.hasUnread()) {
				this.window.readPage();
			}
			this.nextPoll = now() + this.pollWait;
		}

		private boolean mayReadOn() {
			boolean hungry = this.engine.wakeCount() > 0;
			if (this.window.hasUnread()) {
				return hungry;
			}
			// While there is a backlog, what is new comes after it, and looks are dear.
			return this.window.hasMore() ? hungry && this.window.hasNewRoom() : this.news;
		}

		private void look() {
			boolean isQuick = this.window.look();
			this.news = false;
			this.pollWait = isQuick ? FIRST_POLL
					: Math.min(2 * this.pollWait, Relay.this.outbox.pollInterval().toNanos());
			if (now() - this.nextPurge >= 0) {
				this.nextPurge = now() + PURGE_INTERVAL;
				Relay.this.store.discardOlderThan(Relay.this.outbox.retention());
			}
		}

		/** Others may publish all the time: what came after the closing may wait. */
		private boolean isDone() {
			if (this.window.isEmpty()) {
				return !this.window.hasMore() && !this.news;
			}
			if (this.last == null) {
				this.last = Relay.this.store.newest();
			}
			return this.last != null && this.window.lowest() > this.last;
		}

		/** So that another instance, which may take over, waits too. */
		private void tellOfHold() {
			long left = this.engine.holdLeft();
			if (this.engine.progress().state() == State.RATE_LIMITED && left > 0
					&& this.engine.holdUntil() != this.heldUntil) {
				Relay.this.leadership.hold(this.term, Duration.ofNanos(left));
				this.heldUntil = this.engine.holdUntil();
			}
		}

		private void send(Operation operation, byte[] body) {
			if (!this.term.isValid()) {
				throw new LeaseLost();
			}
			Relay.this.sender.send(operation, body);
		}

		/** What is delivered is delivered, whoever has the lease now. */
		private void finish() {
			this.reader.shutdown();
			try {
				writeBack();
			}
			catch (Exception | Error ex) {
				logger.warn("Up to one request of delivered writes could not be deleted from the Lunogram outbox, and"
						+ " will be sent again: {}", ex.toString());
			}
		}

	}

	/**
	 * The lease is lost before a request.
	 */
	private static final class LeaseLost extends BrokenOff {

		private static final long serialVersionUID = 1L;

		LeaseLost() {
			super("the lease is lost");
		}

	}

}
