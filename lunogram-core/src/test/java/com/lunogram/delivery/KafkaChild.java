package com.lunogram.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import com.lunogram.LunogramClient;
import com.lunogram.delivery.kafka.KafkaWriteStream;
import com.lunogram.delivery.kafka.KafkaWriteStreamBuilder;
import com.lunogram.model.UserEvent;
import com.lunogram.model.Write;

import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

/**
 * What runs in a process that may be killed: something that publishes to a topic, or
 * something that delivers from it.
 */
final class KafkaChild {

	static final int SESSION_MILLIS = 2000;

	private KafkaChild() {
	}

	/**
	 * What to run, the brokers, the topic, the URL of the server, and the name of this.
	 */
	public static void main(String[] arguments) throws Exception {
		endWithParent();
		Map<String, Object> settings = Map.of("bootstrap.servers", arguments[1], "session.timeout.ms", SESSION_MILLIS,
				"heartbeat.interval.ms", 300);
		KafkaWriteStreamBuilder stream = KafkaWriteStream
			.builder(new DefaultKafkaProducerFactory<>(Map.of("bootstrap.servers", arguments[1])))
			.topic(arguments[2])
			.groupId(arguments[2]);
		if (arguments[0].equals("relay")) {
			stream.relay(new DefaultKafkaConsumerFactory<>(settings));
		}
		LunogramClient client = LunogramClient.builder()
			.apiKey(arguments[4])
			.baseUrl(arguments[3])
			.readTimeout(Duration.ofSeconds(10))
			.maxRequestsPerMinute(1_000_000)
			.build();
		LunogramPublisher publisher = LunogramPublisher.stream(client, stream.build())
			.maxEvents(50)
			.linger(Duration.ofMillis(20))
			.build();
		if (arguments[0].equals("relay")) {
			publisher.start();
			Thread.sleep(Long.MAX_VALUE);
		}
		publish(publisher, arguments[4]);
	}

	/** Prints what Kafka has acknowledged. */
	private static void publish(LunogramPublisher publisher, String name) throws InterruptedException {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		for (int i = 0; true; i++) {
			List<Write> writes = new ArrayList<>();
			List<String> labels = new ArrayList<>();
			for (int j = 0; j <= random.nextInt(5); j++) {
				String person = "u" + random.nextInt(20);
				labels.add(person + "/" + name + "-" + i + "-" + j);
				writes.add(UserEvent.builder("tested").user(person).data("n", labels.get(j)).build());
			}
			if (publisher.offer(Duration.ofSeconds(20), writes.toArray(Write[]::new))) {
				System.out.println("=" + String.join("=", labels));
			}
			Thread.sleep(random.nextInt(4));
		}
	}

	private static void endWithParent() {
		Thread watch = new Thread(() -> {
			try {
				while (System.in.read() >= 0) {
					// Nothing is said there; it ends when the parent does.
				}
			}
			catch (IOException ex) {
				// Likewise.
			}
			Runtime.getRuntime().halt(1);
		});
		watch.setDaemon(true);
		watch.start();
	}

}
