package com.lunogram.delivery.kafka;

import java.util.concurrent.atomic.AtomicReference;

import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ConsumerPostProcessor;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Starts a container so that nothing of it is left if it cannot be: it makes its consumer
 * before its threads, and if the system has none, it can neither run nor be stopped.
 */
final class ContainerStart {

	private final KafkaMessageListenerContainer<byte[], byte[]> container;

	private final ConsumerFactory<byte[], byte[]> factory;

	/** As the container's own one would live on. */
	private final ThreadPoolTaskScheduler monitor = new ThreadPoolTaskScheduler();

	ContainerStart(KafkaMessageListenerContainer<byte[], byte[]> container, ConsumerFactory<byte[], byte[]> factory,
			AsyncTaskExecutor threads) {
		this.container = container;
		this.factory = factory;
		this.monitor.setThreadNamePrefix("lunogram-relay-monitor-");
		container.getContainerProperties().setListenerTaskExecutor(threads);
		container.getContainerProperties().setScheduler(this.monitor);
	}

	void start() {
		AtomicReference<@Nullable Consumer<?, ?>> made = new AtomicReference<>();
		ConsumerPostProcessor<byte[], byte[]> look = (consumer) -> {
			made.set(consumer);
			return consumer;
		};
		this.factory.addPostProcessor(look);
		try {
			this.monitor.initialize();
			this.container.start();
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			discard(made.get());
			// Some consumers have threads of their own, and wrap what becomes of that.
			if (NestedExceptionUtils.getMostSpecificCause(ex) instanceof OutOfMemoryError error) {
				throw error;
			}
			throw ex;
		}
		finally {
			this.factory.removePostProcessor(look);
		}
	}

	private void discard(@Nullable Consumer<?, ?> made) {
		this.monitor.shutdown();
		if (made != null) {
			made.close();
		}
	}

	void stop() {
		this.container.stop();
		this.monitor.shutdown();
	}

}
