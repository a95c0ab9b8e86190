package com.lunogram.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

import com.lunogram.delivery.LunogramPublisher;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.util.ReflectionUtils;

/**
 * Delivers what is waiting when the application stops: after the last web request, when
 * scheduled and asynchronous work has ended too, and before what delivery needs goes
 * away.
 */
final class LunogramDeliveryLifecycle
		implements SmartLifecycle, ApplicationListener<ContextClosedEvent>, ApplicationContextAware {

	private static final Logger logger = LoggerFactory.getLogger(LunogramDeliveryLifecycle.class);

	/** Below the executors, which stop at half of the default phase. */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE / 2 - 1024;

	private final List<LunogramPublisher> publishers;

	private final Duration timeout;

	private @Nullable ApplicationContext context;

	private volatile boolean running;

	private volatile boolean closing;

	/**
	 * Creates it.
	 * @param publishers all of this context, to be started and stopped in this order
	 * @param timeout how long each may take to deliver what is waiting when the context
	 * is only stopped
	 */
	LunogramDeliveryLifecycle(Collection<LunogramPublisher> publishers, Duration timeout) {
		this.publishers = List.copyOf(publishers);
		this.timeout = timeout;
	}

	@Override
	public void setApplicationContext(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		this.closing |= event.getApplicationContext() == this.context;
	}

	@Override
	public void start() {
		all((publisher) -> {
			publisher.start();
			// Even if others fail: it has to be stopped.
			this.running = true;
		});
	}

	@Override
	public void stop() {
		this.running = false;
		all((publisher) -> {
			if (this.closing) {
				publisher.close();
			}
			else {
				// A stopped context may be started again, and with it the publishing.
				publisher.flush(this.timeout);
			}
		});
	}

	/** The context waits for the callback, and throwing would count as another one. */
	@Override
	public void stop(Runnable callback) {
		try {
			stop();
		}
		catch (Exception | Error ex) {
			logger.warn("A LunogramPublisher could not be stopped", ex);
		}
		finally {
			callback.run();
		}
	}

	/** That one fails is no reason to leave others as they are. */
	private void all(Consumer<LunogramPublisher> action) {
		Throwable failure = null;
		for (LunogramPublisher publisher : this.publishers) {
			try {
				action.accept(publisher);
			}
			catch (Exception | Error ex) {
				if (failure == null) {
					failure = ex;
				}
				else if (failure != ex) {
					failure.addSuppressed(ex);
				}
			}
		}
		if (failure != null) {
			ReflectionUtils.rethrowRuntimeException(failure);
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
