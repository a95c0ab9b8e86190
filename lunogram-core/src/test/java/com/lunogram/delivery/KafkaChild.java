package com.lunogram.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.lunogram.LunogramClient;
import com.lunogram.delivery.kafka.KafkaWriteStream;
import com.lunogram.delivery.kafka.KafkaWriteStreamBuilder;
import com.lunogram.model.UserEvent;
import com.lunogram.model.Write;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.transaction.KafkaTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What runs in a process that may be killed: something that publishes to a topic, or
 * something that delivers from it.
 */
final class KafkaChild {

	/** What the names of events begin with that must not arrive. */
	static final String ROLLED_BACK = "gone-";

	private final LunogramPublisher publisher;

	private final TransactionTemplate transaction;

	private final String name;

	/** What Kafka did not take. */
	private final Set<String> lost;

	private final Random random = new Random();

	private KafkaChild(LunogramPublisher publisher, TransactionTemplate transaction, String name, Set<String> lost) {
		this.publisher = publisher;
		this.transaction = transaction;
		this.name = name;
		this.lost = lost;
	}

	/**
	 * What to run, the brokers, the topic, the URL of the server, and the name of this.
	 */
	public static void main(String[] arguments) throws Exception {
		ChildJvm.endWithParent();
		boolean relay = arguments[0].equals("relay");
		DefaultKafkaProducerFactory<byte[], byte[]> producers = producers(arguments[1]);
		KafkaWriteStreamBuilder stream = KafkaWriteStream.builder(producers).topic(arguments[2]).groupId(arguments[2]);
		if (relay) {
			stream.relay(new DefaultKafkaConsumerFactory<>(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
					arguments[1], ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 2000,
					ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 300)));
		}
		LunogramClient client = LunogramClient.builder()
			.apiKey(arguments[4])
			.baseUrl(arguments[3])
			.readTimeout(Duration.ofSeconds(10))
			.maxRequestsPerMinute(1_000_000)
			.build();
		Set<String> lost = ConcurrentHashMap.newKeySet();
		LunogramPublisher publisher = LunogramPublisher.stream(client, stream.build()).listener(new DeliveryListener() {

			@Override
			public void onUndelivered(UndeliveredWrite write) {
				lost.addAll(EventServer.labels(write.json()));
			}

		}).maxEvents(50).linger(Duration.ofMillis(20)).build();
		if (relay) {
			publisher.start();
			Thread.sleep(Long.MAX_VALUE);
		}
		new KafkaChild(publisher, new TransactionTemplate(new KafkaTransactionManager<>(producers)), arguments[4], lost)
			.publish();
	}

	private static DefaultKafkaProducerFactory<byte[], byte[]> producers(String brokers) {
		DefaultKafkaProducerFactory<byte[], byte[]> producers = new DefaultKafkaProducerFactory<>(
				Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, brokers, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
						10_000),
				new ByteArraySerializer(), new ByteArraySerializer());
		// The same in each process, so that one ends what a dead one has left open.
		producers.setTransactionIdPrefix("killed");
		return producers;
	}

	/** Prints what Kafka has acknowledged or committed. */
	private void publish() throws InterruptedException {
		for (int i = 0; true; i++) {
			List<String> labels = new ArrayList<>();
			for (int j = 0; j <= this.random.nextInt(5); j++) {
				labels.add("u" + this.random.nextInt(20) + "/" + this.name + "-" + i + "-" + j);
			}
			boolean taken = this.random.nextBoolean() ? isOffered(labels) : isCommitted(labels);
			labels.removeAll(this.lost);
			if (taken && !labels.isEmpty()) {
				System.out.println("=" + String.join("=", labels));
			}
			Thread.sleep(this.random.nextInt(4));
		}
	}

	/** By then it is known what Kafka has taken. */
	private boolean isOffered(List<String> labels) {
		return this.publisher.offer(Duration.ofMinutes(3),
				labels.stream().map(KafkaChild::event).toArray(Write[]::new));
	}

	private boolean isCommitted(List<String> labels) {
		boolean rollBack = this.random.nextInt(3) == 0;
		this.transaction.executeWithoutResult((status) -> {
			for (String label : labels) {
				this.publisher.publish(event(rollBack ? label.replace("/", "/" + ROLLED_BACK) : label));
			}
			if (rollBack) {
				status.setRollbackOnly();
			}
		});
		return !rollBack;
	}

	private static Write event(String label) {
		return DeliveryFixture.event(label, label.substring(0, label.indexOf('/')));
	}

}
