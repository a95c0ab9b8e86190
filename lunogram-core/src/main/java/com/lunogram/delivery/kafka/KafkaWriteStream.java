package com.lunogram.delivery.kafka;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import com.lunogram.delivery.DeliveryWindow;
import com.lunogram.delivery.PendingWrite;
import com.lunogram.delivery.UndeliveredWrite;
import com.lunogram.delivery.WriteStream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * A Kafka topic that writes wait in until they are delivered. The key of a record is the
 * first identifier of the user whom its write concerns, or else of the organization, so
 * that a partition keeps the order of each, as long as it is named by the same one; its
 * value is the JSON that will be sent. What cannot be delivered goes to a topic of dead
 * letters, with the headers {@code lunogram-reason} and {@code lunogram-message}.
 * <p>
 * A write that Kafka does not take is not kept: it is reported as
 * {@link UndeliveredWrite.Reason#UNAVAILABLE UNAVAILABLE}.
 * {@link com.lunogram.delivery.LunogramPublisher#flush flush} waits until Kafka has
 * acknowledged what this instance has published, and, if this instance is a relay, until
 * it is delivered or set aside by whichever relay. If not, nothing is known of that. Dead
 * letters that {@link com.lunogram.delivery.DeliveryControl DeliveryControl} lists,
 * replays and discards are the newest that this instance has set aside since its start;
 * the topic keeps all. It pauses and resumes this instance only.
 */
public final class KafkaWriteStream implements WriteStream {

	/** The topic unless told otherwise. */
	public static final String DEFAULT_TOPIC = "lunogram";

	/** The consumer group of relays unless told otherwise. */
	public static final String DEFAULT_GROUP_ID = "lunogram-relay";

	/** What is put behind the name of the topic for that of its dead letters. */
	public static final String DEAD_LETTERS_SUFFIX = ".dead-letters";

	/** So often it is looked whether what reads the topic still does. */
	private static final Duration LOOK_INTERVAL = Duration.ofSeconds(10);

	private final TopicWriter writer;

	private final @Nullable ConsumerFactory<byte[], byte[]> consumerFactory;

	private final String topic;

	private final String groupId;

	private final WriteRecords records;

	private final Handled handled;

	private volatile @Nullable TopicReader reader;

	KafkaWriteStream(ProducerFactory<?, ?> producerFactory, @Nullable ConsumerFactory<?, ?> consumerFactory,
			String topic, String groupId, Duration maxBlock) {
		this.topic = topic;
		this.groupId = groupId;
		this.records = new WriteRecords(Clock.systemUTC());
		this.writer = new TopicWriter(topic, topic + DEAD_LETTERS_SUFFIX, this.records,
				new Producers(producerFactory, maxBlock));
		this.consumerFactory = (consumerFactory != null) ? ownFactory(consumerFactory) : null;
		this.handled = new Handled(topic, System::nanoTime);
	}

	/**
	 * Begins a stream.
	 * @param producerFactory what the application's producers are made by; ours take over
	 * its settings but for serializers and partitioner, and join its transactions where
	 * it has any and its serializers take strings or bytes
	 * @return a builder
	 */
	public static KafkaWriteStreamBuilder builder(ProducerFactory<?, ?> producerFactory) {
		return new KafkaWriteStreamBuilder(producerFactory);
	}

	private static ConsumerFactory<byte[], byte[]> ownFactory(ConsumerFactory<?, ?> factory) {
		Map<String, Object> properties = new HashMap<>(factory.getConfigurationProperties());
		properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		// What was published before the first relay came is to be delivered too.
		properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
		// It would not be made as it is wanted.
		properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
		properties.computeIfPresent(CommonClientConfigs.CLIENT_ID_CONFIG, (key, id) -> id + "-lunogram");
		if (!"consumer".equalsIgnoreCase(String.valueOf(properties.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG)))) {
			// Partitions that stay where they are need not stop for those that move.
			properties.putIfAbsent(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
					CooperativeStickyAssignor.class.getName());
		}
		DefaultKafkaConsumerFactory<byte[], byte[]> own = new DefaultKafkaConsumerFactory<>(properties,
				new ByteArrayDeserializer(), new ByteArrayDeserializer());
		copyListeners(factory, own);
		return own;
	}

	/** So that metrics of clients come with ours too. */
	@SuppressWarnings("unchecked") // they look at the consumer, not at what it reads
	private static void copyListeners(ConsumerFactory<?, ?> from, DefaultKafkaConsumerFactory<byte[], byte[]> to) {
		((ConsumerFactory<byte[], byte[]>) from).getListeners().forEach(to::addListener);
		((ConsumerFactory<byte[], byte[]>) from).getPostProcessors().forEach(to::addPostProcessor);
	}

	/**
	 * Looks which topics are not there: the one of this stream, or that of its dead
	 * letters.
	 * @param timeout how long to wait for Kafka, and for topics that are being made, at
	 * most; more than zero
	 * @return their names; empty if both are there
	 * @throws org.apache.kafka.common.KafkaException if Kafka does not tell, or cannot be
	 * asked with the settings of the producers
	 */
	public List<String> missingTopics(Duration timeout) {
		return new TopicLookup(this.writer.properties(), timeout)
			.missing(List.of(this.topic, this.topic + DEAD_LETTERS_SUFFIX));
	}

	@Override
	public boolean isInTransaction() {
		return this.writer.isInTransaction();
	}

	@Override
	public void append(List<PendingWrite> writes, AppendOutcome outcome) {
		this.writer.append(writes, outcome);
	}

	@Override
	public void setAside(List<UndeliveredWrite> writes) {
		this.writer.setAside(writes);
	}

	@Override
	public boolean isDelivered() {
		return this.consumerFactory != null;
	}

	@Override
	public void open(DeliveryWindow window, ThreadFactory threads) {
		if (this.consumerFactory == null) {
			throw new IllegalStateException("This instance is no relay");
		}
		TopicReader opened = new TopicReader(this.consumerFactory, threads, LOOK_INTERVAL, this.topic, this.groupId,
				this.records, new UnreadableRecords(this.writer::setAside, System::nanoTime), window, this.handled);
		// First: the window may be worked on as soon as something is handed over.
		this.reader = opened;
		try {
			opened.start();
		}
		catch (RuntimeException | Error ex) {
			this.reader = null;
			throw ex;
		}
	}

	@Override
	public void windowChanged() {
		TopicReader opened = this.reader;
		if (opened != null) {
			opened.wake();
		}
	}

	@Override
	public boolean keep(Duration timeout) throws InterruptedException {
		TopicReader opened = this.reader;
		return opened == null || opened.keep(timeout);
	}

	@Override
	public boolean flush(Duration timeout) throws InterruptedException {
		long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
		if (!this.writer.awaitAcknowledged(timeout)) {
			return false;
		}
		TopicReader opened = this.reader;
		if (opened == null) {
			// It should be there to tell, but may have found no thread.
			return this.consumerFactory == null || this.writer.written().isEmpty();
		}
		opened.wake();
		return this.handled.await(this.writer.written(), Duration.ofNanos(end - System.nanoTime()));
	}

	@Override
	public long backlog() {
		TopicReader opened = this.reader;
		return (opened != null) ? opened.backlog() : 0;
	}

	@Override
	public void close() {
		TopicReader opened = this.reader;
		if (opened != null) {
			opened.stop();
		}
		this.writer.close();
	}

	@Override
	public String toString() {
		return "KafkaWriteStream[" + this.topic + "]";
	}

}
