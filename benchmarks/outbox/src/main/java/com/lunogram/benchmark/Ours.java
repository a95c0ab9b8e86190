package com.lunogram.benchmark;

import java.time.Duration;
import java.util.List;

import com.lunogram.LunogramClient;
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

	private final JdbcOutboxStore store;

	private LunogramPublisher publisher;

	Ours(Database database) {
		this.pool = database.pool();
		this.transactions = new TransactionTemplate(new DataSourceTransactionManager(this.pool));
		new ResourceDatabasePopulator(new ClassPathResource("com/lunogram/delivery/jdbc/schema-postgresql.sql"))
			.execute(this.pool);
		this.client = Memory.client(this.standIn);
		this.store = new JdbcOutboxStore(this.pool);
		this.publisher = publisher();
	}

	private LunogramPublisher publisher() {
		return LunogramPublisher.outbox(this.client, this.store).shutdownTimeout(Duration.ZERO).build();
	}

	/** Lets another instance take over. */
	private void renew(boolean paused) {
		this.publisher.close();
		this.store.setPaused(paused);
		this.publisher = publisher();
	}

	@Override
	public void hold() {
		this.store.setPaused(true);
	}

	@Override
	public void insert(List<Integer> numbers) {
		this.transactions
			.executeWithoutResult((status) -> this.publisher.publish(numbers.stream().map(Memory::event).toList()));
	}

	/** By an instance that begins then: the one that stores has read ahead. */
	@Override
	public double relay(int events) {
		renew(false);
		this.standIn.reset(true);
		long begin = System.nanoTime();
		this.publisher.start();
		long taken = this.standIn.await(events, PATIENCE);
		double seconds = (System.nanoTime() - begin) / 1e9;
		StandInHandle.Report report = this.standIn.report();
		if (taken != events || report.violations() > 0) {
			throw new IllegalStateException(taken + " of " + events + " arrived: " + report);
		}
		this.publisher.flush(PATIENCE);
		renew(true);
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
