package com.lunogram.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import com.lunogram.LunogramClient;
import com.lunogram.delivery.DeliveryControl;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.delivery.jdbc.JdbcOutboxStore;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The outbox of this library, which delivers by HTTP to a stand-in.
 */
final class Ours implements Contender {

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private final HikariDataSource pool;

	private final TransactionTemplate transactions;

	private final StandInHandle standIn = StandInHandle.start();

	private final LunogramClient client;

	private final LunogramPublisher publisher;

	private final DeliveryControl control;

	Ours(Database database) {
		this.pool = database.pool();
		this.transactions = new TransactionTemplate(new DataSourceTransactionManager(this.pool));
		new ResourceDatabasePopulator(new ClassPathResource("com/lunogram/delivery/jdbc/schema-postgresql.sql"))
			.execute(this.pool);
		this.client = Memory.client(this.standIn);
		this.publisher = LunogramPublisher.outbox(this.client, new JdbcOutboxStore(this.pool)).build();
		this.control = Objects.requireNonNull(this.publisher.control());
		this.publisher.start();
	}

	@Override
	public void hold() {
		this.control.pause();
	}

	@Override
	public void insert(List<Integer> numbers) {
		this.transactions
			.executeWithoutResult((status) -> this.publisher.publish(numbers.stream().map(Memory::event).toList()));
	}

	@Override
	public double relay(int events) {
		this.standIn.reset(true);
		long begin = System.nanoTime();
		this.control.resume();
		long taken = this.standIn.await(events, PATIENCE);
		double seconds = (System.nanoTime() - begin) / 1e9;
		StandInHandle.Report report = this.standIn.report();
		if (taken != events || report.violations() > 0) {
			throw new IllegalStateException(taken + " of " + events + " arrived: " + report);
		}
		this.control.pause();
		return seconds;
	}

	@Override
	public void close() {
		this.publisher.close();
		this.client.close();
		this.standIn.close();
		this.pool.close();
	}

}
