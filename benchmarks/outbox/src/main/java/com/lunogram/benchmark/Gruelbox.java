package com.lunogram.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.gruelbox.transactionoutbox.Dialect;
import com.gruelbox.transactionoutbox.Persistor;
import com.gruelbox.transactionoutbox.Submitter;
import com.gruelbox.transactionoutbox.TransactionManager;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import com.zaxxer.hikari.HikariDataSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gruelbox' transaction outbox. It delivers with four threads, in no order.
 */
final class Gruelbox implements Contender {

	private static final int THREADS = 4;

	private static final int BATCH = 4096;

	/** It leaves what was stored alone for so long. */
	private static final Duration FREQUENCY = Duration.ofSeconds(1);

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);

	private final HikariDataSource pool;

	private final TransactionManager transactions;

	private final TransactionOutbox outbox;

	private volatile boolean relaying;

	Gruelbox(Database database) {
		this.pool = database.pool();
		this.transactions = TransactionManager.fromDataSource(this.pool);
		Submitter submitter = Submitter.withExecutor(this.executor);
		this.outbox = TransactionOutbox.builder()
			.transactionManager(this.transactions)
			.persistor(Persistor.forDialect(Dialect.POSTGRESQL_9))
			.attemptFrequency(FREQUENCY)
			.flushBatchSize(BATCH)
			.submitter((entry, process) -> {
				// What is stored waits, so that storing and delivering are measured
				// apart.
				if (this.relaying) {
					submitter.submit(entry, process);
				}
			})
			.build();
	}

	@Override
	public void insert(List<Integer> numbers) {
		this.transactions.inTransaction(() -> {
			for (int number : numbers) {
				Map<String, Object> event = Map.of("name", SampleEvent.NAME, "identifier",
						List.of(Map.of("external_id", SampleEvent.userId(number))), "data", SampleEvent.data(number));
				this.outbox.schedule(Handler.class).handle(this.mapper.writeValueAsString(event));
			}
		});
	}

	@Override
	public double relay(int events) throws InterruptedException {
		Thread.sleep(2 * FREQUENCY.toMillis());
		Counter.reset();
		this.relaying = true;
		while (Counter.count() < events) {
			this.outbox.flush();
		}
		this.relaying = false;
		return Counter.await(events, Duration.ofMinutes(1));
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
		this.pool.close();
	}

	/**
	 * Does nothing.
	 */
	public static class Handler {

		/** Is called through a proxy, and later by the outbox. */
		public void handle(String json) {
			Counter.handled();
		}

	}

}
