package com.lunogram.delivery;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.delivery.UndeliveredWrite.Reason;
import com.lunogram.delivery.kafka.KafkaWriteStream;
import com.lunogram.delivery.kafka.KafkaWriteStreamBuilder;
import com.lunogram.model.ExternalId;
import com.lunogram.model.OrganizationEvent;
import com.lunogram.model.OrganizationUserRequest;
import com.lunogram.model.UserEvent;
import com.lunogram.model.Write;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.kafka.test.utils.KafkaTestUtils;
import org.springframework.kafka.transaction.KafkaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatRuntimeException;
import static org.awaitility.Awaitility.await;

/**
 * Delivery through a topic, on a broker.
 */
@SuppressWarnings("NullAway.Init") // JUnit calls the setup first
class KafkaDeliveryTests extends DurableDeliveryTests {

	private static final int PARTITIONS = 4;

	private static final Duration SOON = Duration.ofSeconds(20);

	private static EmbeddedKafkaKraftBroker broker;

	private final StreamFixture fixture = new StreamFixture();

	private final Map<String, Object> consumer = new HashMap<>();

	private final List<DefaultKafkaProducerFactory<?, ?>> factories = new ArrayList<>();

	private String topic;

	private DefaultKafkaProducerFactory<String, String> producers;

	@BeforeAll
	static void startBroker() {
		broker = new EmbeddedKafkaKraftBroker(1, 1);
		broker.brokerProperty("transaction.state.log.num.partitions", "1");
		broker.brokerProperty("offsets.topic.num.partitions", "1");
		broker.brokerProperty("group.initial.rebalance.delay.ms", "0");
		broker.brokerProperty("transaction.state.log.replication.factor", "1");
		broker.brokerProperty("transaction.state.log.min.isr", "1");
		broker.afterPropertiesSet();
	}

	@AfterAll
	static void stopBroker() {
		broker.destroy();
	}

	@BeforeEach
	void makeTopic() {
		this.topic = "t-" + UUID.randomUUID();
		broker.addTopics(new NewTopic(this.topic, PARTITIONS, (short) 1),
				new NewTopic(this.topic + ".dead-letters", 1, (short) 1));
		this.consumer.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.getBrokersAsString());
		this.consumer.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6000);
		this.consumer.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 300);
		this.producers = producers();
		this.producers.setTransactionIdPrefix("tx-" + this.topic);
	}

	@AfterEach
	void close() {
		this.fixture.close();
		this.factories.forEach(DefaultKafkaProducerFactory::destroy);
	}

	private DefaultKafkaProducerFactory<String, String> producers() {
		return producers(Map.of());
	}

	private DefaultKafkaProducerFactory<String, String> producers(Map<String, Object> more) {
		Map<String, Object> properties = new HashMap<>(more);
		properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.getBrokersAsString());
		DefaultKafkaProducerFactory<String, String> factory = new DefaultKafkaProducerFactory<>(properties,
				new StringSerializer(), new StringSerializer());
		this.factories.add(factory);
		return factory;
	}

	private KafkaWriteStreamBuilder stream() {
		return KafkaWriteStream.builder(producers()).topic(this.topic).groupId(this.topic);
	}

	private KafkaWriteStreamBuilder relay(DefaultKafkaProducerFactory<?, ?> producers) {
		return KafkaWriteStream.builder(producers)
			.topic(this.topic)
			.groupId(this.topic)
			.relay(new DefaultKafkaConsumerFactory<>(this.consumer));
	}

	@Override
	DeliveryFixture fixture() {
		return this.fixture;
	}

	@Override
	StreamPublisher publisher() {
		return this.fixture.publisher(relay(this.producers).build());
	}

	@Override
	PlatformTransactionManager transactionManager() {
		KafkaTransactionManager<?, ?> manager = new KafkaTransactionManager<>(this.producers);
		// As it is by default, nobody is told which transactions were rolled back.
		manager.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_ALWAYS);
		return manager;
	}

	private long committed() throws Exception {
		Map<TopicPartition, OffsetAndMetadata> offsets = broker.doWithAdminFunction((admin) -> {
			try {
				return admin.listConsumerGroupOffsets(this.topic).partitionsToOffsetAndMetadata().get();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
		return offsets.values().stream().mapToLong(OffsetAndMetadata::offset).sum();
	}

	private Set<String> members() {
		return broker.doWithAdminFunction((admin) -> {
			try {
				return admin.describeConsumerGroups(List.of(this.topic))
					.all()
					.get()
					.values()
					.stream()
					.flatMap((group) -> group.members().stream())
					.map(MemberDescription::consumerId)
					.collect(Collectors.toSet());
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	private List<ConsumerRecord<String, String>> records(String topic, int count) {
		try (var reader = new DefaultKafkaConsumerFactory<>(
				KafkaTestUtils.consumerProps(broker.getBrokersAsString(), "reader-" + UUID.randomUUID()),
				new StringDeserializer(), new StringDeserializer())
			.createConsumer()) {
			reader.subscribe(List.of(topic));
			List<ConsumerRecord<String, String>> all = new ArrayList<>();
			KafkaTestUtils.getRecords(reader, Duration.ofSeconds(20), count).forEach(all::add);
			return all;
		}
	}

	private static String header(ConsumerRecord<?, ?> record, String name) {
		Header header = record.headers().lastHeader(name);
		return (header != null) ? new String(header.value(), StandardCharsets.UTF_8) : "";
	}

	@Test
	void recordsCanBeRead() {
		StreamPublisher publisher = this.fixture.publisher(stream().build());
		publisher.publish(event("a", "u1"));
		assertThat(publisher.flush(LONG)).isTrue();
		ConsumerRecord<String, String> written = records(this.topic, 1).get(0);
		assertThat(written.key()).isEqualTo("user:default:u1");
		assertThat(written.value()).startsWith("{").contains("\"n\":\"a\"");
		assertThat(header(written, "lunogram-operation")).isEqualTo("post_user_events");
		assertThat(header(written, "lunogram-subjects")).isEqualTo("[[\"user\",\"default\",\"u1\"]]");
		assertThat(header(written, "lunogram-repeatable")).isEqualTo("false");
		assertThat(header(written, "lunogram-time")).isNotEmpty();
		assertThat(publisher.control().status().state()).isEqualTo(State.STANDBY);
	}

	@Test
	void anApplicationMayPublishOnlyAndAnotherDeliver() throws Exception {
		StreamPublisher publisher = this.fixture.publisher(stream().build());
		publisher.publish(event("a", "u"));
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(this.fixture.requests).isEmpty();
		publisher().start();
		await().atMost(LONG).until(() -> this.fixture.taken.contains("a"));
		assertThat(publisher.control().status().delivered()).isZero();
	}

	@Test
	void commitsWhatIsDelivered() {
		StreamPublisher publisher = publisher();
		publisher.publish(event("a", "u1"), event("b", "u1"), event("c", "u2"));
		assertThat(publisher.flush(LONG)).isTrue();
		await().atMost(LONG).until(() -> committed() == 3);
	}

	@Test
	void readsMoreThanTheWindowHolds() {
		this.fixture.maxEvents = 7;
		this.fixture.capacity = 50;
		this.consumer.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 20);
		StreamPublisher publisher = publisher();
		publisher.publish(IntStream.range(0, 500).mapToObj((i) -> event("e" + i, "u" + i % 13)).toList());
		assertThat(publisher.flush(LONG)).isTrue();
		assertTakenOnceInOrder(500, 13);
	}

	@Test
	void deadLettersAreInATopicWithTheirReasons() {
		this.fixture.server = (labels) -> labels.contains("bad") ? Failures.status(400) : null;
		StreamPublisher publisher = publisher();
		publisher.publish(event("bad", "u"), event("a", "u"));
		assertThat(publisher.flush(LONG)).isTrue();
		ConsumerRecord<String, String> dead = records(this.topic + ".dead-letters", 1).get(0);
		assertThat(dead.value()).contains("\"n\":\"bad\"");
		assertThat(dead.key()).isEqualTo("user:default:u");
		assertThat(header(dead, "lunogram-reason")).isEqualTo("refused");
		assertThat(header(dead, "lunogram-message")).contains("a detail");
		assertThat(header(dead, "lunogram-operation")).isEqualTo("post_user_events");
		await().atMost(LONG).until(() -> committed() == 2);
	}

	@Test
	void eachWriteIsKeyedByThePersonItConcerns() {
		StreamPublisher publisher = this.fixture.publisher(stream().build());
		publisher.publish(UserEvent.builder("e").user(ExternalId.of("shop", "c1"), ExternalId.of("u1")).build(),
				OrganizationUserRequest.builder("org", "u1").build(),
				OrganizationEvent.builder("e").organization("org").build(),
				UserEvent.builder("e").match(Map.of("plan", "pro")).build());
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(records(this.topic, 4)).extracting(ConsumerRecord::key)
			.containsExactlyInAnyOrder("user:shop:c1", "user:default:u1", "organization:default:org", "anybody");
	}

	@Test
	void aPersonStaysInOnePartitionWhateverThePartitioner() {
		assertPersonsStayInTheirPartitions(
				Map.of(ProducerConfig.PARTITIONER_CLASS_CONFIG, RoundRobinPartitioner.class.getName()));
	}

	@Test
	void aPersonStaysInOnePartitionEvenIfKeysAreIgnored() {
		assertPersonsStayInTheirPartitions(
				Map.of(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, true, ProducerConfig.BATCH_SIZE_CONFIG, 200));
	}

	private void assertPersonsStayInTheirPartitions(Map<String, Object> properties) {
		this.producers = producers(properties);
		this.producers.setTransactionIdPrefix("tx-" + this.topic);
		LunogramPublisher other = this.fixture.publisher(stream().build());
		LunogramPublisher publisher = this.fixture
			.publisher(KafkaWriteStream.builder(this.producers).topic(this.topic).groupId(this.topic).build());
		List<Write> writes = IntStream.range(0, 40).mapToObj((i) -> event("e" + i, "u" + i % 5)).toList();
		other.publish(writes);
		publisher.publish(writes);
		new TransactionTemplate(transactionManager()).executeWithoutResult((status) -> publisher.publish(writes));
		assertThat(other.flush(LONG)).isTrue();
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(records(this.topic, 120)).hasSize(120)
			.extracting((record) -> record.key() + " in " + record.partition())
			.satisfies((places) -> assertThat(Set.copyOf(places)).hasSize(5));
	}

	@Test
	void whatFindsNoPartitionCannotBeCommitted() {
		this.producers = producers(
				Map.of(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, true, ProducerConfig.MAX_BLOCK_MS_CONFIG, 2000));
		this.producers.setTransactionIdPrefix("tx-" + this.topic);
		this.producers.addPostProcessor(KafkaDeliveryTests::withoutPartitions);
		StreamPublisher publisher = publisher();
		TransactionTemplate transaction = new TransactionTemplate(transactionManager());
		assertThatRuntimeException().isThrownBy(() -> transaction.executeWithoutResult(
				(status) -> assertThatRuntimeException().isThrownBy(() -> publisher.publish(event("a", "u")))));
		assertThat(publisher.control().status().published()).isZero();
	}

	@SuppressWarnings("unchecked") // a proxy is of the type that is asked for
	private static <K, V> Producer<K, V> withoutPartitions(Producer<K, V> producer) {
		return (Producer<K, V>) Proxy.newProxyInstance(Producer.class.getClassLoader(),
				new Class<?>[] { Producer.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("partitionsFor")) {
						throw new TimeoutException("no metadata");
					}
					return method.invoke(producer, arguments);
				});
	}

	@Test
	void whatIsNoWriteIsSetAside() {
		KafkaTemplate<String, String> others = new KafkaTemplate<>(producers());
		others.send(this.topic, 0, "k", "hello").join();
		others.send(this.topic, 0, "k", null).join();
		StreamPublisher publisher = publisher();
		publisher.publish(IntStream.range(0, 20).mapToObj((i) -> event("e" + i, "u" + i)).toList());
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(this.fixture.taken).hasSize(20);
		List<ConsumerRecord<String, String>> dead = records(this.topic + ".dead-letters", 2);
		assertThat(dead).extracting(ConsumerRecord::value).containsExactly("hello", null);
		assertThat(dead).allMatch((record) -> header(record, "lunogram-reason").equals("unreadable"));
		assertThat(header(dead.get(0), "lunogram-message")).contains("lunogram-operation");
	}

	@Test
	void manyThatAreNoWritesAreAllSetAside() {
		KafkaTemplate<String, String> others = new KafkaTemplate<>(producers());
		CompletableFuture
			.allOf(IntStream.range(0, 700)
				.mapToObj((i) -> others.send(this.topic, 0, "k", "hello"))
				.toArray(CompletableFuture<?>[]::new))
			.join();
		StreamPublisher publisher = publisher();
		publisher.publish(event("e", "u"));
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(this.fixture.taken).containsExactly("e");
		assertThat(records(this.topic + ".dead-letters", 700)).hasSize(700);
	}

	@Test
	void whatIsPublishedWithoutAThreadIsDeliveredWhenThereIsOne() {
		AtomicInteger threads = new AtomicInteger();
		this.fixture.threads = (relay) -> (threads.incrementAndGet() <= 2) ? new NoThread()
				: new DaemonThreads().newThread(relay, "lunogram-delivery");
		StreamPublisher publisher = publisher();
		publisher.publish(event("a", "u"));
		assertThat(publisher.flush(LONG)).isFalse();
		assertThat(records(this.topic, 1)).hasSize(1);
		publisher.publish(event("b", "u"));
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(this.fixture.taken).containsExactly("a", "b");
	}

	@Test
	void ofARecordThatIsNoWriteAndTooLargeOnlyItsPlaceIsSetAside() {
		KafkaTemplate<String, String> others = new KafkaTemplate<>(producers());
		// As large as Kafka takes by default.
		others.send(this.topic, 0, "k", "x".repeat(1_048_480)).join();
		ProducerRecord<String, String> headed = new ProducerRecord<>(this.topic, 0, null, "hello");
		headed.headers().add("lunogram-operation", "x".repeat(1_048_400).getBytes(StandardCharsets.UTF_8));
		others.send(headed).join();
		StreamPublisher publisher = publisher();
		publisher.publish(IntStream.range(0, 20).mapToObj((i) -> event("e" + i, "u" + i)).toList());
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(this.fixture.taken).hasSize(20);
		List<ConsumerRecord<String, String>> dead = records(this.topic + ".dead-letters", 2);
		assertThat(dead).extracting(ConsumerRecord::value).containsExactly(null, null);
		assertThat(dead).allMatch((record) -> header(record, "lunogram-reason").equals("unreadable"));
		assertThat(dead).extracting((record) -> header(record, "lunogram-place"))
			.containsExactly(this.topic + "-0@0", this.topic + "-0@1");
		assertThat(dead).extracting((record) -> header(record, "lunogram-size")).containsExactly("1048480", "5");
		assertThat(header(dead.get(0), "lunogram-message")).contains("lunogram-operation");
	}

	@Test
	void soItIsIfOnlyTheBrokerFindsItTooLarge() {
		this.topic += "-small";
		broker.addTopics(new NewTopic(this.topic, PARTITIONS, (short) 1),
				new NewTopic(this.topic + ".dead-letters", 1, (short) 1).configs(Map.of("max.message.bytes", "1000")));
		new KafkaTemplate<>(producers()).send(this.topic, 0, "k", "x".repeat(2000)).join();
		StreamPublisher publisher = publisher();
		publisher.publish(event("e", "u"));
		assertThat(publisher.flush(LONG)).isTrue();
		ConsumerRecord<String, String> dead = records(this.topic + ".dead-letters", 1).get(0);
		assertThat(header(dead, "lunogram-place")).isEqualTo(this.topic + "-0@0");
		assertThat(header(dead, "lunogram-size")).isEqualTo("2000");
	}

	@Test
	void deadLetterThatIsTooLargeLosesNothingOfItsWrite() {
		this.fixture.server = (labels) -> Failures.status(400);
		StreamPublisher publisher = publisher();
		String label = "x".repeat(840_000);
		String user = "u".repeat(69_600);
		// Up to as much as Kafka takes by default.
		while (!publisher.offer(LONG, event(label, user))) {
			user = user.substring(4);
		}
		assertThat(publisher.flush(LONG)).isTrue();
		ConsumerRecord<String, String> dead = records(this.topic + ".dead-letters", 1).get(0);
		assertThat(dead.value()).contains(label);
		assertThat(dead.key()).endsWith(user);
		assertThat(header(dead, "lunogram-reason")).isEqualTo("refused");
		assertThat(header(dead, "lunogram-operation")).isEqualTo("post_user_events");
		assertThat(header(dead, "lunogram-subjects")).contains(user);
		assertThat(header(dead, "lunogram-repeatable")).isEqualTo("false");
	}

	@Test
	void whatCannotBeSetAsideHoldsUpNothingElse() throws Exception {
		new KafkaTemplate<>(producers()).send(this.topic, 0, "k", "hello").join();
		AtomicBoolean refusing = new AtomicBoolean(true);
		this.producers.addPostProcessor((producer) -> refusingDeadLetters(producer, refusing));
		StreamPublisher publisher = publisher();
		publisher.publish(IntStream.range(0, 40).mapToObj((i) -> event("e" + i, "u" + i)).toList());
		long others = records(this.topic, 41).stream().filter((record) -> record.partition() != 0).count();
		await().atMost(SOON).until(() -> committed() == others);
		assertThat(this.fixture.taken).hasSize(40);
		refusing.set(false);
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(records(this.topic + ".dead-letters", 1)).extracting(ConsumerRecord::value).containsExactly("hello");
	}

	/** Fails as it does if the topic is not there. */
	@SuppressWarnings("unchecked") // a proxy is of the type that is asked for
	private static <K, V> Producer<K, V> refusingDeadLetters(Producer<K, V> producer, AtomicBoolean refusing) {
		return (Producer<K, V>) Proxy.newProxyInstance(Producer.class.getClassLoader(),
				new Class<?>[] { Producer.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("send") && refusing.get()
							&& ((ProducerRecord<?, ?>) arguments[0]).topic().endsWith(".dead-letters")) {
						return CompletableFuture.failedFuture(new TimeoutException("no metadata"));
					}
					return method.invoke(producer, arguments);
				});
	}

	@Test
	void closesOnlyWhenAllThatItTookIsDelivered() {
		this.fixture.linger = Duration.ofSeconds(30);
		StreamPublisher publisher = publisher();
		publisher.publish(IntStream.range(0, 300).mapToObj((i) -> event("e" + i, "u" + i % 13)).toList());
		await().atMost(LONG)
			.until(() -> publisher.control().status().queuedBytes() > 0
					&& publisher.control().status().queued() == 300);
		await().atMost(LONG).until(() -> this.fixture.requests.isEmpty());
		publisher.close();
		assertTakenOnceInOrder(300, 13);
		publisher.publish(event("late", "u"));
		assertThat(this.fixture.undelivered).extracting(UndeliveredWrite::reason).containsExactly(Reason.CLOSED);
	}

	@Test
	void severalShareThePartitionsAndTheRate() {
		StreamPublisher first = publisher();
		first.start();
		await().atMost(LONG).until(() -> rate(first) == StreamFixture.RATE);
		StreamPublisher second = publisher();
		second.start();
		await().atMost(LONG)
			.until(() -> rate(first) == StreamFixture.RATE / 2 && rate(second) == StreamFixture.RATE / 2
					&& second.control().status().state() == State.RUNNING);
		first.publish(IntStream.range(0, 400).mapToObj((i) -> event("e" + i, "u" + i % 29)).toList());
		assertThat(first.flush(LONG)).isTrue();
		assertTakenOnceInOrder(400, 29);
		assertThat(first.control().status().delivered()).isPositive();
		assertThat(second.control().status().delivered()).isPositive();
		first.close();
		await().atMost(LONG).until(() -> rate(second) == StreamFixture.RATE);
		second.publish(event("last", "u"));
		assertThat(second.flush(LONG)).isTrue();
		assertThat(this.fixture.taken).endsWith("last");
	}

	private static double rate(StreamPublisher publisher) {
		return publisher.control().status().requestsPerMinute();
	}

	@Test
	void nothingIsLostOrOutOfOrderWhenPartitionsMove() throws Exception {
		this.fixture.maxEvents = 10;
		this.fixture.server = (labels) -> {
			pause(2);
			return null;
		};
		StreamPublisher first = publisher();
		int events = 3000;
		for (int i = 0; i < events; i++) {
			if (i == 600 || i == 1200 || i == 1800) {
				publisher().start();
			}
			first.publish(event("e" + i, "u" + i % 31));
			if (i % 3 == 0) {
				pause(1);
			}
		}
		assertThat(first.flush(LONG)).isTrue();
		assertTakenOnceInOrder(events, 31);
		await().atMost(LONG).until(() -> committed() == events);
	}

	private static void pause(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void rateLimitPausesWithoutARebalance() throws Exception {
		// Whoever does not poll in this time is thrown out of the group.
		this.consumer.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 1000);
		StreamPublisher publisher = publisher();
		publisher.publish(event("a", "u"));
		assertThat(publisher.flush(LONG)).isTrue();
		Set<String> members = members();
		CountDownLatch limits = new CountDownLatch(1);
		this.fixture.server = (labels) -> {
			if (limits.getCount() > 0) {
				limits.countDown();
				return Failures.status(429, "2");
			}
			return null;
		};
		publisher.publish(event("b", "u"));
		assertThat(limits.await(30, TimeUnit.SECONDS)).isTrue();
		await().atMost(LONG).until(() -> publisher.control().status().state() == State.RATE_LIMITED);
		publisher.publish(event("c", "u"));
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(members()).isEqualTo(members);
		assertThat(this.fixture.taken).containsExactly("a", "b", "c");
	}

	@Test
	void slowRequestsDoNotCostTheMembership() throws Exception {
		this.consumer.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 1000);
		StreamPublisher publisher = publisher();
		publisher.publish(event("a", "u"));
		assertThat(publisher.flush(LONG)).isTrue();
		Set<String> members = members();
		this.fixture.server = (labels) -> {
			pause(2000);
			return null;
		};
		publisher.publish(event("b", "u"));
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(members()).isEqualTo(members);
		assertThat(this.fixture.taken).containsExactly("a", "b");
	}

	@Test
	void commitsNothingBeyondWhatWaits() throws Exception {
		this.fixture.maxAttempts = 1000;
		this.fixture.server = (labels) -> labels.contains("bad") ? Failures.status(500) : null;
		StreamPublisher publisher = publisher();
		publisher.publish(event("bad", "u0"), event("behind", "u0"));
		publisher.publish(IntStream.range(0, 100).mapToObj((i) -> event("e" + i, "u" + (1 + i % 7))).toList());
		await().atMost(LONG).until(() -> this.fixture.taken.size() == 100);
		assertThat(this.fixture.taken).doesNotContain("behind");
		assertThat(committed()).isLessThanOrEqualTo(100);
		this.fixture.server = (labels) -> null;
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(this.fixture.taken).endsWith("bad", "behind").hasSize(102);
		await().atMost(LONG).until(() -> committed() == 102);
	}

	@Test
	void repeatsAreBoundedByTheWindow() {
		this.fixture.capacity = 30;
		this.fixture.maxAttempts = 1_000_000;
		this.consumer.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10);
		broker.addTopics(new NewTopic(this.topic + "-1", 1, (short) 1));
		this.topic = this.topic + "-1";
		this.fixture.server = (labels) -> labels.contains("bad") ? Failures.status(500) : null;
		StreamPublisher publisher = publisher();
		publisher.publish(event("bad", "u0"));
		publisher.publish(IntStream.range(0, 200).mapToObj((i) -> event("e" + i, "u" + (1 + i % 7))).toList());
		await().atMost(LONG).until(() -> this.fixture.taken.size() >= 29);
		// Those would be sent again if it died now.
		await().during(Duration.ofSeconds(1)).atMost(LONG).until(() -> this.fixture.taken.size() < 40);
		this.fixture.server = (labels) -> null;
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(this.fixture.taken).hasSize(201).doesNotHaveDuplicates();
	}

	@Test
	void isChainedToATransactionOfADatabase() {
		StreamPublisher publisher = publisher();
		JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID(), "sa", "");
		TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
		transaction.executeWithoutResult((status) -> {
			assertThat(publisher.joinsTransaction()).isTrue();
			publisher.publish(event("gone", "u"));
			status.setRollbackOnly();
		});
		transaction.executeWithoutResult((status) -> publisher.publish(event("a", "u")));
		assertThat(publisher.flush(LONG)).isTrue();
		assertThat(this.fixture.taken).containsExactly("a");
		assertThat(publisher.control().status().published()).isEqualTo(1);
		pool.dispose();
	}

	@Test
	void withoutTransactionalProducersATransactionIsNotJoined() {
		StreamPublisher publisher = this.fixture.publisher(stream().build());
		JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID(), "sa", "");
		new TransactionTemplate(new JdbcTransactionManager(pool))
			.executeWithoutResult((status) -> assertThat(publisher.joinsTransaction()).isFalse());
		pool.dispose();
	}

	@Test
	void whatKafkaDoesNotTakeIsReportedSoon() throws Exception {
		DefaultKafkaProducerFactory<String, String> nowhere = new DefaultKafkaProducerFactory<>(
				Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1"), new StringSerializer(),
				new StringSerializer());
		StreamPublisher publisher = this.fixture
			.publisher(KafkaWriteStream.builder(nowhere).maxBlock(Duration.ofMillis(300)).build());
		long start = System.nanoTime();
		publisher.publish(event("a", "u"));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
		assertThat(this.fixture.undelivered).extracting(UndeliveredWrite::reason).containsExactly(Reason.UNAVAILABLE);
		assertThat(publisher.offer(Duration.ofSeconds(5), event("b", "u"))).isFalse();
		assertThat(this.fixture.undelivered).hasSize(1);
		assertThat(publisher.control().status().undelivered()).containsEntry(Reason.UNAVAILABLE, 1L);
		assertThat(publisher.control().status().published()).isZero();
		assertThat(publisher.control().status().lastDrop()).isNotNull();
		assertThat(publisher.flush(LONG)).isTrue();
	}

	@Test
	void afterOneThatKafkaDoesNotTakeItIsNotGivenTheOthers() {
		AtomicBoolean refusing = new AtomicBoolean(true);
		DefaultKafkaProducerFactory<String, String> factory = producers();
		factory.addPostProcessor((producer) -> refusingOnce(producer, refusing));
		StreamPublisher publisher = this.fixture
			.publisher(KafkaWriteStream.builder(factory).topic(this.topic).groupId(this.topic).build());
		publisher.publish(event("a", "u"), event("b", "u"), event("c", "v"));
		assertThat(this.fixture.undelivered).extracting(UndeliveredWrite::reason)
			.containsExactly(Reason.UNAVAILABLE, Reason.UNAVAILABLE, Reason.UNAVAILABLE);
		assertThat(publisher.offer(LONG, event("d", "u"))).isTrue();
		assertThat(publisher.control().status().published()).isEqualTo(1);
	}

	@SuppressWarnings("unchecked") // a proxy is of the type that is asked for
	private static <K, V> Producer<K, V> refusingOnce(Producer<K, V> producer, AtomicBoolean refusing) {
		return (Producer<K, V>) Proxy.newProxyInstance(Producer.class.getClassLoader(),
				new Class<?>[] { Producer.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("send") && refusing.getAndSet(false)) {
						throw new TimeoutException("no metadata");
					}
					return method.invoke(producer, arguments);
				});
	}

}
