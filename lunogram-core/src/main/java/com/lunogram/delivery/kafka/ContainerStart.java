package com.lunogram.delivery.kafka;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;

import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ConsumerPostProcessor;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Starts a container so that nothing of it is left if it cannot be: it makes its consumer
 * before its threads, and if the system has none, it can neither run nor be stopped. And
 * starts it again when its thread has ended by itself, as it does after an error or if
 * the group does not want this instance, for reasons that may pass.
 */
final class ContainerStart {

	private static final Logger logger = LoggerFactory.getLogger(ContainerStart.class);

	private final KafkaMessageListenerContainer<byte[], byte[]> container;

	private final ConsumerFactory<byte[], byte[]> factory;

	private final ThreadFactory threads;

	private final Watcher watcher;

	private final Duration lookInterval;

	/** As the container's own one would live on. */
	private final ThreadPoolTaskScheduler monitor = new ThreadPoolTaskScheduler();

	private volatile @Nullable Consumer<?, ?> consumer;

	/** The container's; it may end without the container's taking notice. */
	private volatile @Nullable Thread thread;

	private volatile boolean stopped;

	ContainerStart(KafkaMessageListenerContainer<byte[], byte[]> container, ConsumerFactory<byte[], byte[]> factory,
			ThreadFactory threads, Watcher watcher, Duration lookInterval) {
		this.container = container;
		this.factory = factory;
		this.threads = threads;
		this.watcher = watcher;
		this.lookInterval = lookInterval;
		this.monitor.setThreadFactory((task) -> newThread(task, "lunogram-relay-monitor"));
		container.getContainerProperties().setListenerTaskExecutor(new SimpleAsyncTaskExecutor((task) -> {
			Thread created = newThread(task, "lunogram-relay");
			this.thread = created;
			return created;
		}));
		container.getContainerProperties().setScheduler(this.monitor);
	}

	private Thread newThread(Runnable task, String name) {
		Thread created = this.threads.newThread(task);
		created.setName(name);
		// An application may be there for nothing but this, as for other listeners.
		created.setDaemon(false);
		return created;
	}

	@SuppressWarnings("FutureReturnValueIgnored") // it ends with the monitor
	void start() {
		this.monitor.initialize();
		try {
			startContainer();
			this.monitor.scheduleWithFixedDelay(this::look, this.monitor.getClock().instant().plus(this.lookInterval),
					this.lookInterval);
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			this.monitor.shutdown();
			throw ex;
		}
	}

	private void startContainer() {
		ConsumerPostProcessor<byte[], byte[]> made = (consumer) -> {
			this.consumer = consumer;
			return consumer;
		};
		this.factory.addPostProcessor(made);
		try {
			this.container.start();
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			closeConsumer();
			// Some consumers have threads of their own, and wrap what becomes of that.
			if (NestedExceptionUtils.getMostSpecificCause(ex) instanceof OutOfMemoryError error) {
				throw error;
			}
			throw ex;
		}
		finally {
			this.factory.removePostProcessor(made);
		}
	}

	/** Does nothing if the container has done so. */
	private void closeConsumer() {
		Consumer<?, ?> made = this.consumer;
		if (made != null) {
			made.close();
		}
	}

	private boolean hasEnded() {
		Thread last = this.thread;
		return last != null && !last.isAlive();
	}

	private void look() {
		if (!hasEnded()) {
			// For so long at least: it was so, or was started, when it was last looked.
			this.watcher.runs();
		}
		else if (!this.stopped) {
			Throwable cause = new IllegalStateException("its consumer has ended by itself");
			try {
				startAgain();
			}
			catch (RuntimeException | Error ex) {
				cause = ex;
			}
			logger.debug("The consumer was started again", cause);
			this.watcher.restarted(cause);
		}
	}

	private void startAgain() {
		clear();
		this.watcher.ended();
		startContainer();
		if (this.stopped) {
			// It may not have been there yet to be stopped.
			this.container.stop();
		}
	}

	/**
	 * An error that the container has not caught, or another one while it gave up, leaves
	 * it running for all that it knows, or its consumer in the group, where it keeps
	 * partitions.
	 */
	private void clear() {
		this.container.stop();
		try {
			closeConsumer();
		}
		catch (RuntimeException ex) {
			logger.debug("The consumer could not be closed", ex);
		}
	}

	void stop() {
		this.stopped = true;
		if (hasEnded()) {
			clear();
		}
		else {
			this.container.stop();
		}
		this.monitor.shutdown();
	}

	/**
	 * Hears how the container is, in another thread than that.
	 */
	interface Watcher {

		/** It has ended by itself, and will be started now. */
		void ended();

		/**
		 * It was started again, or could not be.
		 * @param cause why it had to be, or why it could not be
		 */
		void restarted(Throwable cause);

		/** It has run for a while. */
		void runs();

	}

}
