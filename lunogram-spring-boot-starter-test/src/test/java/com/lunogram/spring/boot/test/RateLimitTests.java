package com.lunogram.spring.boot.test;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

import com.lunogram.LunogramClient;
import com.lunogram.delivery.DeliveryStatus;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.delivery.Overflow;
import com.lunogram.model.UpsertUserRequest;
import com.lunogram.model.UserEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Delivery against a server that limits the rate as Lunogram does by default: 600
 * requests a minute. It lasts as long as {@code -Dlunogram.soak.seconds} says, 10 seconds
 * unless told otherwise; the profile {@code soak} makes it three minutes.
 */
class RateLimitTests {

	private static final int LIMIT = 600;

	private static final int EVENTS_PER_SECOND = 2_000;

	/** Few enough that storing them leaves the pacer something to begin with. */
	private static final int USERS = 50;

	/**
	 * Twice what the queue may hold, 32 MB of JSON, as each write is an object too; all
	 * else, the stand-in's memory of users and of 100 requests included, is small.
	 */
	private static final long MOST_MORE_HEAP = 64L << 20;

	private static final int HEAP_CHECKS = 20;

	private final int seconds = Integer.getInteger("lunogram.soak.seconds", 10);

	/** The number of the last event of each user that has arrived. */
	private final Map<String, Integer> arrived = new HashMap<>();

	private final List<String> disorder = new ArrayList<>();

	private int refused;

	/** The most that was in use when garbage was collected. */
	private long mostHeap;

	@Test
	void twoThousandEventsASecondPassInOrderAndAreHardlyEverLimited() {
		try (LunogramServer server = LunogramServer.builder().maxRemembered(100).start();
				LunogramClient client = LunogramClient.builder()
					.apiKey(server.apiKey())
					.baseUrl(server.baseUrl().toString())
					.build();
				// After a pause of the whole process, more comes at once than the queue
				// holds.
				LunogramPublisher publisher = LunogramPublisher.memory(client)
					.overflow(Overflow.BLOCK)
					.blockTimeout(Duration.ofMinutes(1))
					.build()) {
			server.limitRate(LIMIT);
			server.onArrival(this::arrived);
			for (int user = 0; user < USERS; user++) {
				client.users().upsert(UpsertUserRequest.builder("user-" + user).build());
			}
			long heap = usedHeap();
			int events = publishAll(publisher);
			assertThat(publisher.flush(Duration.ofMinutes(1))).isTrue();
			assertThat(this.mostHeap - heap).isLessThan(MOST_MORE_HEAP);
			assertThat(this.disorder).isEmpty();
			assertThat(this.arrived.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(events);
			assertThat(this.refused).isLessThanOrEqualTo(1 + this.seconds / 60);
			DeliveryStatus status = Objects.requireNonNull(publisher.control()).status();
			assertThat(status.delivered()).isEqualTo(events);
			assertThat(status.undelivered()).isEmpty();
			System.out.printf("%d events in %d requests, %d of them limited, within %d s, in %d MB of heap more%n",
					events, status.requests(), this.refused, this.seconds, (this.mostHeap - heap) >> 20);
		}
	}

	/** Event n of a user says so in its data, counted from 1. */
	private int publishAll(LunogramPublisher publisher) {
		long begin = System.nanoTime();
		int events = this.seconds * EVENTS_PER_SECOND;
		for (int i = 0; i < events; i++) {
			publisher
				.publish(UserEvent.builder("tick").user("user-" + i % USERS).data("number", 1 + i / USERS).build());
			long due = begin + (long) i * 1_000_000_000L / EVENTS_PER_SECOND;
			while (System.nanoTime() < due) {
				LockSupport.parkNanos(1_000_000);
			}
			if (i % (events / HEAP_CHECKS) == 0) {
				this.mostHeap = Math.max(this.mostHeap, usedHeap());
			}
		}
		return events;
	}

	private static long usedHeap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private void arrived(Arrival arrival) {
		if (arrival instanceof ReceivedEvent event) {
			String user = event.identifiers().get(0).externalId();
			int number = ((Number) Objects.requireNonNull(event.data().get("number"))).intValue();
			Integer before = this.arrived.put(user, number);
			if (event.dropped() || number != ((before != null) ? before : 0) + 1) {
				this.disorder.add(user + ": " + before + ", " + number);
			}
		}
		else if (arrival instanceof ReceivedRequest request && request.status() == 429) {
			this.refused++;
		}
	}

}
