package com.lunogram.delivery.kafka;

import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ContainerStart}.
 */
class ContainerStartTests {

	private final BrokerlessConsumers consumers = new BrokerlessConsumers(new TopicPartition("t", 0));

	private final KafkaMessageListenerContainer<byte[], byte[]> container = container();

	private final SimpleAsyncTaskExecutor noThreads = new SimpleAsyncTaskExecutor((task) -> {
		throw new OutOfMemoryError("unable to create native thread");
	});

	private KafkaMessageListenerContainer<byte[], byte[]> container() {
		ContainerProperties properties = new ContainerProperties("t");
		properties.setGroupId("g");
		properties.setMessageListener((BatchMessageListener<byte[], byte[]>) (records) -> {
		});
		return new KafkaMessageListenerContainer<>(this.consumers, properties);
	}

	private ContainerStart start(SimpleAsyncTaskExecutor threads) {
		return new ContainerStart(this.container, this.consumers, threads);
	}

	private boolean isMonitored() {
		return this.container.getContainerProperties().getScheduler() instanceof ThreadPoolTaskScheduler monitor
				&& !monitor.getScheduledExecutor().isShutdown();
	}

	@Test
	void nothingIsLeftIfThereIsNoThread() {
		ContainerStart start = start(this.noThreads);
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(start::start);
		assertThat(this.consumers.made).singleElement().matches(MockConsumer::closed);
		assertThat(this.consumers.getPostProcessors()).isEmpty();
		assertThat(isMonitored()).isFalse();
	}

	@Test
	void nothingIsLeftOfOneThatIsStopped() {
		ContainerStart start = start(new SimpleAsyncTaskExecutor("reader-"));
		start.start();
		assertThat(isMonitored()).isTrue();
		start.stop();
		assertThat(this.consumers.made).singleElement().matches(MockConsumer::closed);
		assertThat(isMonitored()).isFalse();
	}

	@Test
	void aConsumerThatFindsNoThreadForItselfSaysSo() {
		ContainerStart start = start(this.noThreads);
		this.consumers.failure = new KafkaException("Failed to construct", new OutOfMemoryError("no thread"));
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(start::start);
		this.consumers.failure = new KafkaException("Failed to construct", new IllegalStateException("no server"));
		assertThatExceptionOfType(KafkaException.class).isThrownBy(start::start);
	}

}
