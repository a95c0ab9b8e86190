package com.lunogram.delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import com.lunogram.LunogramException;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands to a second publisher what a first one takes.
 */
final class MirroredPublisher implements LunogramPublisher {

	private static final Logger logger = LoggerFactory.getLogger(LunogramPublisher.class);

	/** Longer than it takes a publisher that is told so. */
	private static final Duration REPORTING = Duration.ofSeconds(2);

	private final LunogramPublisher publisher;

	private final MemoryPublisher mirror;

	private final Executor afterCommit;

	private final ThreadFactory threads;

	MirroredPublisher(LunogramPublisher publisher, MemoryPublisher mirror, Executor afterCommit) {
		this(publisher, mirror, afterCommit, new DaemonThreads().named("lunogram-mirror-close"));
	}

	MirroredPublisher(LunogramPublisher publisher, MemoryPublisher mirror, Executor afterCommit,
			ThreadFactory threads) {
		this.publisher = publisher;
		this.mirror = mirror;
		this.afterCommit = afterCommit;
		this.threads = threads;
	}

	@Override
	public void publish(Collection<? extends Write> writes) {
		try {
			this.publisher.publish(writes);
		}
		catch (LunogramException ex) {
			// It is sent at once, and Lunogram is to blame: no reason to lose it here.
			mirror(writes);
			throw ex;
		}
		mirror(writes);
	}

	@Override
	public boolean offer(Duration timeout, Write... writes) {
		boolean taken;
		try {
			taken = this.publisher.offer(timeout, writes);
		}
		catch (LunogramException ex) {
			mirror(List.of(writes));
			throw ex;
		}
		if (taken) {
			mirror(List.of(writes));
		}
		return taken;
	}

	/** Whatever goes wrong here is of no account to who publishes. */
	private void mirror(Collection<? extends Write> writes) {
		try {
			Runnable handover = this.mirror.prepare(writes);
			if (this.publisher.joinsTransaction()) {
				this.afterCommit.execute(handover);
			}
			else {
				handover.run();
			}
		}
		catch (RuntimeException ex) {
			logger.error("Writes could not be handed to the mirror and are not mirrored", ex);
		}
	}

	@Override
	public boolean joinsTransaction() {
		return this.publisher.joinsTransaction();
	}

	@Override
	public void start() {
		this.publisher.start();
	}

	@Override
	public boolean flush(Duration timeout) {
		long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
		boolean delivered = this.publisher.flush(timeout);
		long left = Math.max(0, end - System.nanoTime());
		return this.mirror.flush(Duration.ofNanos(left)) && delivered;
	}

	@Override
	public @Nullable DeliveryControl control() {
		return this.publisher.control();
	}

	/** Both at once, as each may take all the time that it was given. */
	@Override
	public void close() {
		Thread closing = this.threads.newThread(this.mirror::close);
		boolean atOnce = start(closing);
		try {
			this.publisher.close();
		}
		finally {
			if (atOnce) {
				join(closing);
			}
			else {
				this.mirror.close();
			}
		}
	}

	private static boolean start(Thread thread) {
		try {
			thread.start();
			return true;
		}
		catch (OutOfMemoryError ex) {
			// The system has no thread to give.
			logger.debug("The mirror is closed after what it mirrors", ex);
			return false;
		}
	}

	private static void join(Thread closing) {
		try {
			closing.join();
		}
		catch (InterruptedException ex) {
			// Who closes has no time, and so the mirror has none but to report.
			closing.interrupt();
			awaitReport(closing);
			Thread.currentThread().interrupt();
		}
	}

	private static void awaitReport(Thread closing) {
		try {
			closing.join(REPORTING.toMillis());
		}
		catch (InterruptedException ex) {
			// Twice is in earnest.
		}
	}

}
