package com.lunogram.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import com.lunogram.delivery.LunogramPublisher;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Delivers what is waiting when the application stops: after the last web request, when
 * scheduled and asynchronous work has ended too, and before what delivery needs goes
 * away.
 */
final class LunogramDeliveryLifecycle
		implements SmartLifecycle, ApplicationListener<ContextClosedEvent>, ApplicationContextAware {

	/** Below the executors, which stop at half of the default phase. */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE / 2 - 1024;

	private final List<LunogramPublisher> publishers;

	private final Duration timeout;

	private @Nullable ApplicationContext context;

	private volatile boolean running;

	private volatile boolean closing;

	/**
	 * Creates it.
	 * @param publishers all that deliver and belong to this context
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
		this.publishers.forEach(LunogramPublisher::start);
		this.running = !this.publishers.isEmpty();
	}

	@Override
	public void stop() {
		this.running = false;
		for (LunogramPublisher publisher : this.publishers) {
			if (this.closing) {
				publisher.close();
			}
			else {
				// A stopped context may be started again, and with it the publishing.
				publisher.flush(this.timeout);
			}
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
