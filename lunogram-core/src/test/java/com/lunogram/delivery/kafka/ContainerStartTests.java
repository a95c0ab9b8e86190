package com.lunogram.delivery.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ContainerStart}.
 */
class ContainerStartTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final BrokerlessConsumers consumers = new BrokerlessConsumers(new TopicPartition("t", 0));

	private final KafkaMessageListenerContainer<byte[], byte[]> container = container();

	private final List<String> heard = new CopyOnWriteArrayList<>();

	private final ThreadFactory noThreads = (task) -> {
		throw new OutOfMemoryError("unable to create native thread");
	};

	private KafkaMessageListenerContainer<byte[], byte[]> container() {
		ContainerProperties properties = new ContainerProperties("t");
		properties.setGroupId("g");
		properties.setMessageListener((BatchMessageListener<byte[], byte[]>) (records) -> {
		});
		properties.setPollTimeout(1);
		return new KafkaMessageListenerContainer<>(this.consumers, properties);
	}

	private ContainerStart start(ThreadFactory threads) {
		return new ContainerStart(this.container, this.consumers, threads, new Ear(), Duration.ofMillis(50));
	}

	private MockConsumer<byte[], byte[]> consumer(int number) {
		await().atMost(LONG).until(() -> this.consumers.made.size() > number);
		return this.consumers.made.get(number);
	}

	private static void fail(MockConsumer<byte[], byte[]> consumer) {
		consumer.schedulePollTask(() -> {
			throw new OutOfMemoryError("unable to create native thread");
		});
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
		ContainerStart start = start(Thread::new);
		start.start();
		assertThat(isMonitored()).isTrue();
		start.stop();
		assertThat(this.consumers.made).singleElement().matches(MockConsumer::closed);
		assertThat(isMonitored()).isFalse();
	}

	@Test
	void allItsThreadsAreThoseItIsGiven() {
		List<Thread> made = new CopyOnWriteArrayList<>();
		ContainerStart start = start((task) -> {
			Thread thread = new Thread(task);
			thread.setDaemon(true);
			made.add(thread);
			return thread;
		});
		start.start();
		try {
			// An application that only delivers does not end.
			assertThat(made).noneMatch(Thread::isDaemon)
				.extracting(Thread::getName)
				.containsExactlyInAnyOrder("lunogram-relay", "lunogram-relay-monitor");
		}
		finally {
			start.stop();
		}
	}

	@Test
	void oneThatEndsByItselfIsStartedAgain() {
		ContainerStart start = start(Thread::new);
		start.start();
		try {
			await().atMost(LONG).until(() -> this.heard.contains("runs"));
			this.heard.clear();
			fail(consumer(0));
			fail(consumer(1));
			assertThat(consumer(0).closed()).isTrue();
			consumer(2);
			await().atMost(LONG).until(() -> this.heard.lastIndexOf("runs") > this.heard.lastIndexOf("restarted"));
			assertThat(this.heard.stream().filter("ended"::equals)).hasSize(2);
			assertThat(this.container.isRunning()).isTrue();
		}
		finally {
			start.stop();
		}
		assertThat(this.consumers.made).hasSize(3).allMatch(MockConsumer::closed);
	}

	@Test
	void oneThatDoesNotKnowThatItHasEndedIsStartedAgainAndLeavesNoConsumer() {
		AtomicBoolean failing = new AtomicBoolean();
		this.container.setBatchInterceptor(new ErrorAfterPoll(failing));
		ContainerStart start = start(Thread::new);
		start.start();
		try {
			failing.set(true);
			consumer(1);
			assertThat(consumer(0).closed()).isTrue();
		}
		finally {
			start.stop();
		}
		assertThat(this.consumers.made).hasSize(2).allMatch(MockConsumer::closed);
	}

	@Test
	void whatCannotBeStartedAgainIsTriedAgain() {
		ContainerStart start = start(Thread::new);
		start.start();
		try {
			this.consumers.failure = new KafkaException("Failed to construct", new OutOfMemoryError("no thread"));
			fail(consumer(0));
			await().atMost(LONG).until(() -> this.heard.stream().filter("no thread"::equals).count() >= 2);
			this.consumers.failure = null;
			consumer(1);
			await().atMost(LONG).until(() -> this.heard.contains("runs"));
		}
		finally {
			start.stop();
		}
	}

	@Test
	void aConsumerThatFindsNoThreadForItselfSaysSo() {
		ContainerStart start = start(this.noThreads);
		this.consumers.failure = new KafkaException("Failed to construct", new OutOfMemoryError("no thread"));
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(start::start);
		this.consumers.failure = new KafkaException("Failed to construct", new IllegalStateException("no server"));
		assertThatExceptionOfType(KafkaException.class).isThrownBy(start::start);
	}

	/**
	 * Notes what it hears.
	 */
	private final class Ear implements ContainerStart.Watcher {

		@Override
		public void ended() {
			ContainerStartTests.this.heard.add("ended");
		}

		@Override
		public void restarted(Throwable cause) {
			ContainerStartTests.this.heard
				.add((cause instanceof OutOfMemoryError) ? String.valueOf(cause.getMessage()) : "restarted");
		}

		@Override
		public void runs() {
			ContainerStartTests.this.heard.add("runs");
		}

	}

	/**
	 * Fails once where the container does not expect it.
	 */
	private record ErrorAfterPoll(AtomicBoolean failing) implements BatchInterceptor<byte[], byte[]> {

		@Override
		public ConsumerRecords<byte[], byte[]> intercept(ConsumerRecords<byte[], byte[]> records,
				Consumer<byte[], byte[]> consumer) {
			return records;
		}

		@Override
		public void clearThreadState(Consumer<?, ?> consumer) {
			if (this.failing.getAndSet(false)) {
				throw new OutOfMemoryError("Java heap space");
			}
		}

	}

}
