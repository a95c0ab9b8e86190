package com.lunogram.delivery;

import java.time.Duration;
import java.util.Random;

import com.lunogram.LunogramClient;
import com.lunogram.delivery.DeliveryStatus.State;
import com.lunogram.delivery.jdbc.JdbcOutboxStore;
import com.zaxxer.hikari.HikariDataSource;

/**
 * What runs in a process that may be killed: something that fills an outbox, or something
 * that delivers from it.
 */
final class OutboxChild {

	private OutboxChild() {
	}

	/** The name of what to run, the URL of the database, and what that needs. */
	public static void main(String[] arguments) throws Exception {
		ChildJvm.endWithParent();
		HikariDataSource dataSource = new HikariDataSource();
		dataSource.setJdbcUrl(arguments[1]);
		dataSource.setMaximumPoolSize(4);
		// Rather an error soon than a long wait: the database may be away.
		dataSource.setConnectionTimeout(2000);
		switch (arguments[0]) {
			case "orders" -> new OrderLoad(dataSource, new Random(Long.parseLong(arguments[2])), arguments[3]).run();
			case "orders-aloud" ->
				new OrderLoad(dataSource, new Random(Long.parseLong(arguments[2])), arguments[3], System.out::println)
					.run();
			case "relay" -> relay(new JdbcOutboxStore(dataSource), arguments[2], arguments[3], arguments[4]);
			default -> throw new IllegalArgumentException(arguments[0]);
		}
	}

	private static void relay(OutboxStore store, String server, String name, String leaseMillis) throws Exception {
		LunogramClient client = LunogramClient.builder()
			.apiKey(name)
			.baseUrl(server)
			.readTimeout(Duration.ofSeconds(10))
			.maxRequestsPerMinute(1_000_000)
			.build();
		OutboxPublisherBuilder builder = LunogramPublisher.outbox(client, store)
			.maxEvents(50)
			.linger(Duration.ofMillis(20));
		if (!leaseMillis.equals("default")) {
			builder.lease(Duration.ofMillis(Long.parseLong(leaseMillis)));
		}
		LunogramPublisher publisher = builder.build();
		publisher.start();
		State last = null;
		while (true) {
			DeliveryControl control = publisher.control();
			State state = (control != null) ? control.status().state() : null;
			if (state != last) {
				System.out.println(state);
				last = state;
			}
			Thread.sleep(50);
		}
	}

}
