package com.lunogram.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Kills and freezes those who publish to a topic and deliver from it, under load.
 */
@Tag("load")
@SuppressWarnings("NullAway.Init") // JUnit calls the setup first
class KafkaKillTests {

	private static final Duration LONG = Duration.ofMinutes(2);

	private static final String TOPIC = "killed";

	private final EventServer server = new EventServer();

	private final List<ChildJvm> children = new ArrayList<>();

	private final Set<String> dead = new HashSet<>();

	private EmbeddedKafkaKraftBroker broker;

	@BeforeEach
	void start() {
		this.broker = new EmbeddedKafkaKraftBroker(1, 1);
		this.broker.brokerProperty("transaction.state.log.num.partitions", "1");
		this.broker.brokerProperty("offsets.topic.num.partitions", "1");
		this.broker.brokerProperty("group.initial.rebalance.delay.ms", "0");
		this.broker.brokerProperty("transaction.state.log.replication.factor", "1");
		this.broker.brokerProperty("transaction.state.log.min.isr", "1");
		this.broker.brokerProperty("group.min.session.timeout.ms", "1000");
		this.broker.afterPropertiesSet();
		this.broker.addTopics(new NewTopic(TOPIC, 4, (short) 1), new NewTopic(TOPIC + ".dead-letters", 1, (short) 1));
	}

	@AfterEach
	void stop() {
		this.children.forEach(ChildJvm::close);
		this.server.close();
		this.broker.destroy();
	}

	private ChildJvm child(String role) {
		String name = role + this.children.size();
		ChildJvm child = new ChildJvm(name, KafkaChild.class, role, this.broker.getBrokersAsString(), TOPIC,
				this.server.url(), name);
		this.children.add(child);
		return child;
	}

	private void kill(ChildJvm child) {
		child.kill();
		this.dead.add(child.name());
	}

	private void awaitRequests(int more) {
		int before = this.server.requests().size();
		await().atMost(LONG).until(() -> this.server.requests().size() >= before + more);
	}

	/** What Kafka has acknowledged, in order. */
	private List<String> published() {
		return this.children.stream()
			.flatMap((child) -> child.output().stream())
			.filter((line) -> line.startsWith("="))
			.flatMap((line) -> Stream.of(line.substring(1).split("=")))
			.toList();
	}

	/** Whether all that was acknowledged arrived, that of each person in order. */
	private void assertAllArrivedInOrder() {
		List<String> published = published();
		Set<String> known = Set.copyOf(published);
		Map<String, List<String>> expected = EventServer.byPerson(published);
		await().atMost(LONG)
			.until(() -> this.server.firstArrivals().values().stream().flatMap(List::stream).toList(),
					(arrived) -> arrived.containsAll(known));
		Map<String, List<String>> arrived = this.server.firstArrivals();
		// What was not acknowledged to a dead publisher may have arrived all the same.
		expected.forEach(
				(person, labels) -> assertThat(arrived.getOrDefault(person, List.of()).stream().filter(known::contains))
					.containsExactlyElementsOf(labels));
		assertThat(arrived.values())
			.allSatisfy((labels) -> assertThat(labels).noneMatch((label) -> label.contains(KafkaChild.ROLLED_BACK)));
	}

	@Test
	void whoeverIsKilledNothingIsLost() {
		int kills = Integer.getInteger("lunogram.kills", 10);
		long seed = Long.getLong("lunogram.seed", System.nanoTime());
		Random random = new Random(seed);
		ChildJvm[] running = { child("publisher"), child("relay"), child("relay") };
		try {
			awaitRequests(10);
			for (int i = 0; i < kills; i++) {
				Thread.sleep(random.nextInt(700));
				int victim = random.nextInt(running.length);
				kill(running[victim]);
				running[victim] = child((victim == 0) ? "publisher" : "relay");
				// Whoever is killed is to be in the midst of something.
				awaitRequests(5 + random.nextInt(20));
			}
			kill(running[0]);
			assertAllArrivedInOrder();
			int repeats = this.server.assertNoRepeatsBut(this.dead);
			System.out.printf("%d kills: %d events in %d requests, %d of them more than once%n", kills,
					published().size(), this.server.requests().size(), repeats);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException | AssertionError ex) {
			throw new AssertionError("Failed with -Dlunogram.seed=" + seed + "; " + this.children, ex);
		}
	}

	@Test
	void whoeverIsFrozenSendsNothingThatAnotherHasTakenOver() {
		this.server.delayMillis = 30;
		ChildJvm publisher = child("publisher");
		ChildJvm first = child("relay");
		awaitRequests(10);
		first.freeze();
		this.dead.add(first.name());
		long before = this.server.requestsOf(first.name());
		ChildJvm second = child("relay");
		await().atMost(LONG).until(() -> this.server.requestsOf(second.name()) >= 10);
		kill(publisher);
		assertAllArrivedInOrder();
		first.thaw();
		// Nothing is left to send, so that what comes now is what it has in memory.
		await().during(Duration.ofSeconds(3))
			.atMost(LONG)
			.until(() -> this.server.requestsOf(first.name()) <= before + 1);
		child("publisher");
		long since = this.server.requestsOf(first.name());
		await().atMost(LONG).until(() -> this.server.requestsOf(first.name()) >= since + 5);
		System.out.printf("Frozen and let go: %d request of it came late%n", since - before);
	}

}
