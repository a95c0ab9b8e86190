package com.lunogram.delivery.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

import com.lunogram.delivery.DeliveryWindow;
import com.lunogram.delivery.StreamedWrite;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Hands what is in the topic over to a window, and commits how far its delivery is. It
 * never waits for the delivery, so that the group does not think it dead, but where it
 * has to give partitions away. All is done in the container's thread but for
 * {@link #start()}, {@link #wake()}, {@link #keep} and {@link #stop()}; and what is left
 * of one that has ended by itself is cleared away before the next one begins.
 */
final class TopicReader {

	private static final Logger logger = LoggerFactory.getLogger(TopicReader.class);

	private static final long POLL_MILLIS = 100;

	/** So often at most is the end of what there is looked at. */
	private static final long IDLE_MILLIS = 20;

	private static final long ERROR_PAUSE_MILLIS = 1000;

	private static final Duration AUTHORIZATION_RETRY = Duration.ofSeconds(10);

	/** Many times as long as a poll takes. */
	private static final Duration MAX_VALIDITY = Duration.ofSeconds(10);

	private static final int DEFAULT_SESSION_MILLIS = 45_000;

	/** So often within that time the membership is proven. */
	private static final int PROOFS = 3;

	/** Lest a wake-up that comes between two polls is missed. */
	private static final Duration WAKE_AGAIN = Duration.ofMillis(5);

	/** Longer than requests take, and less than the group waits for a member. */
	private static final Duration HALT_TIMEOUT = Duration.ofSeconds(30);

	private static final Duration METADATA_TIMEOUT = Duration.ofSeconds(5);

	private final TopicPartition anyPartition;

	private final WriteRecords records;

	private final UnreadableRecords unreadable;

	private final DeliveryWindow window;

	private final Assignment assignment;

	private final Handled handled;

	private final KafkaMessageListenerContainer<byte[], byte[]> container;

	private final ContainerStart start;

	/** Less than it takes the group to give the partitions of a silent member away. */
	private final Duration validity;

	private final LongSupplier nanoTime;

	private final Rebalances rebalances = new Rebalances();

	private final Kept kept = new Kept();

	/** When this instance was last known to be a member of the group. */
	private long lastProof;

	/** How many partitions the topic has, as far as is known. */
	private int partitions = 1;

	private volatile long backlog;

	TopicReader(ConsumerFactory<byte[], byte[]> factory, ThreadFactory threads, Duration lookInterval, String topic,
			String group, WriteRecords records, UnreadableRecords unreadable, DeliveryWindow window, Handled handled) {
		this.anyPartition = new TopicPartition(topic, 0);
		this.records = records;
		this.unreadable = unreadable;
		this.window = window;
		this.handled = handled;
		this.assignment = new Assignment(window, unreadable);
		this.validity = validity(factory.getConfigurationProperties());
		this.nanoTime = System::nanoTime;
		this.lastProof = this.nanoTime.getAsLong();
		this.container = container(factory, topic, group);
		this.start = new ContainerStart(this.container, factory, threads, new Restarts(), lookInterval);
	}

	private static Duration validity(Map<String, Object> properties) {
		Object session = properties.getOrDefault(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, DEFAULT_SESSION_MILLIS);
		Duration half = Duration.ofMillis(Long.parseLong(String.valueOf(session)) / 2);
		return (half.compareTo(MAX_VALIDITY) < 0) ? half : MAX_VALIDITY;
	}

	private KafkaMessageListenerContainer<byte[], byte[]> container(ConsumerFactory<byte[], byte[]> factory,
			String topic, String group) {
		ContainerProperties properties = new ContainerProperties(topic);
		properties.setGroupId(group);
		properties.setAckMode(ContainerProperties.AckMode.MANUAL);
		properties.setPollTimeout(POLL_MILLIS);
		properties.setIdleEventInterval(IDLE_MILLIS);
		properties.setIdleBeforeDataMultiplier(1);
		properties.setAuthExceptionRetryInterval(AUTHORIZATION_RETRY);
		properties.setShutdownTimeout(HALT_TIMEOUT.toMillis());
		properties.setConsumerRebalanceListener(this.rebalances);
		properties.setMessageListener((BatchMessageListener<byte[], byte[]>) this::handOver);
		KafkaMessageListenerContainer<byte[], byte[]> created = new KafkaMessageListenerContainer<>(factory,
				properties);
		created.setBeanName("lunogram-relay");
		// To give up, as it would by default, is to lose what was polled.
		created.setCommonErrorHandler(
				new DefaultErrorHandler(new FixedBackOff(ERROR_PAUSE_MILLIS, FixedBackOff.UNLIMITED_ATTEMPTS)));
		created.setBatchInterceptor(new AfterEachPoll());
		created.setApplicationEventPublisher((event) -> {
			if (event instanceof ListenerContainerIdleEvent idle) {
				// All that was polled before was handed over.
				this.assignment.caughtUp(idle.getConsumer());
			}
		});
		return created;
	}

	void start() {
		this.start.start();
	}

	void stop() {
		this.start.stop();
	}

	/** Has the container's thread look at the window soon. */
	void wake() {
		// Nothing was paused by partition, so that this does nothing but end a poll.
		this.container.resumePartition(this.anyPartition);
	}

	/** Waits until what is settled is committed. */
	boolean keep(Duration timeout) throws InterruptedException {
		long asked = this.kept.ask();
		long end = this.nanoTime.getAsLong() + timeout.toNanos();
		boolean done;
		do {
			wake();
			done = this.kept.await(asked, WAKE_AGAIN);
		}
		while (!done && this.nanoTime.getAsLong() - end < 0);
		return done;
	}

	/** How many records of this instance's partitions were not yet handed over. */
	long backlog() {
		return this.backlog;
	}

	private void handOver(List<ConsumerRecord<byte[], byte[]>> polled) {
		rewind(polled);
		List<StreamedWrite> writes = new ArrayList<>(polled.size());
		for (ConsumerRecord<byte[], byte[]> record : polled) {
			try {
				writes.add(this.records.read(record));
			}
			catch (WriteRecords.UnreadableRecordException ex) {
				this.unreadable.add(record, ex.getMessage());
			}
		}
		this.window.add(writes);
		polled.forEach(this.assignment::handedOver);
	}

	/**
	 * Does what is to be done after each poll, whether it has brought anything or not.
	 */
	private void look(Consumer<?, ?> consumer) {
		this.unreadable.setAside();
		long asked = this.kept.asked();
		if (this.assignment.commit(consumer)) {
			this.kept.done(asked);
		}
		confirm(consumer);
		// Before anybody hears that all is done, who may then look.
		this.backlog = this.assignment.backlog(consumer);
		this.handled.update(this.assignment.handled(), consumer);
		// Others of their kind may follow, and nobody else keeps them from filling
		// memory.
		boolean wanted = this.window.wantsMore() && !this.unreadable.areMany();
		if (wanted && this.container.isPauseRequested()) {
			this.container.resume();
		}
		else if (!wanted && !this.container.isPauseRequested()) {
			this.container.pause();
		}
	}

	/** A topic that was deleted and made anew begins at its beginning again. */
	private void rewind(List<ConsumerRecord<byte[], byte[]>> polled) {
		Set<TopicPartition> rewound = this.assignment.rewound(polled);
		if (!rewound.isEmpty()) {
			logger.warn("{} begin again at an earlier place", rewound);
			rewound.forEach(this.unreadable::forget);
			this.window.forget(rewound.stream().map(TopicPartition::partition).toList());
		}
	}

	/**
	 * A commit proves that this instance is a member of the group; that it polls does
	 * not. If something waits and there is nothing to commit, the same is committed
	 * again.
	 */
	private void confirm(Consumer<?, ?> consumer) {
		long asked = this.nanoTime.getAsLong();
		boolean due = asked - this.lastProof > this.validity.toNanos() / PROOFS;
		if (due && this.assignment.hasOpen() && this.assignment.commitAgain(consumer)) {
			proven(asked);
		}
	}

	private void proven(long asked) {
		this.lastProof = asked;
		this.window.confirm(this.validity.minusNanos(this.nanoTime.getAsLong() - asked));
	}

	private void countPartitions(Consumer<?, ?> consumer) {
		try {
			this.partitions = Math.max(1, consumer.partitionsFor(this.anyPartition.topic(), METADATA_TIMEOUT).size());
		}
		catch (KafkaException ex) {
			logger.debug("The partitions could not be counted", ex);
		}
	}

	private void share() {
		int assigned = this.assignment.size();
		this.window.share((double) assigned / Math.max(assigned, this.partitions));
	}

	/**
	 * What comes and goes when the group shares the topic out anew.
	 */
	private final class Rebalances implements ConsumerAwareRebalanceListener {

		@Override
		public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
			TopicReader.this.assignment.add(partitions);
			countPartitions(consumer);
			proven(TopicReader.this.nanoTime.getAsLong());
			share();
		}

		@Override
		public void onPartitionsRevokedBeforeCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
			if (partitions.isEmpty()) {
				return;
			}
			if (!TopicReader.this.window.halt(HALT_TIMEOUT)) {
				logger.warn("A request to Lunogram takes so long that another instance may repeat it");
			}
			try {
				TopicReader.this.assignment.commitLast(consumer, partitions);
			}
			finally {
				forget(partitions);
			}
		}

		@Override
		public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
			// Others have them already.
			if (TopicReader.this.assignment.mayBeRepeated(partitions)) {
				logger.warn("This instance was too late for its consumer group, and others deliver what it had; what"
						+ " was delivered last may be sent again");
			}
			forget(partitions);
		}

		private void forget(Collection<TopicPartition> partitions) {
			TopicReader.this.assignment.remove(partitions);
			TopicReader.this.window.forget(partitions.stream().map(TopicPartition::partition).toList());
			if (TopicReader.this.assignment.size() == 0) {
				share();
			}
		}

	}

	/**
	 * What is done when the container has ended by itself. Its consumer is closed then,
	 * but need not have said what that means.
	 */
	private final class Restarts implements ContainerStart.Watcher {

		@Override
		public void ended() {
			Set<TopicPartition> left = TopicReader.this.assignment.all();
			if (!left.isEmpty()) {
				TopicReader.this.window.halt(HALT_TIMEOUT);
				TopicReader.this.rebalances.forget(left);
			}
		}

		@Override
		public void restarted(Throwable cause) {
			TopicReader.this.window.broken(cause);
		}

		@Override
		public void runs() {
			TopicReader.this.window.mended();
		}

	}

	/**
	 * Looks at the window in the container's thread, as nothing else is called there when
	 * a poll was woken up.
	 */
	private final class AfterEachPoll implements BatchInterceptor<byte[], byte[]> {

		@Override
		public ConsumerRecords<byte[], byte[]> intercept(ConsumerRecords<byte[], byte[]> records,
				Consumer<byte[], byte[]> consumer) {
			return records;
		}

		@Override
		public void clearThreadState(Consumer<?, ?> consumer) {
			try {
				look(consumer);
			}
			catch (RuntimeException ex) {
				// The same again after the next poll; thrown on, it would end the thread.
				logger.debug("The delivery could not be looked at", ex);
			}
		}

	}

}
