package com.lunogram.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.lunogram.delivery.jdbc.JdbcOutboxStore;
import com.lunogram.model.Write;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * An application that takes orders, each in a transaction that publishes some events of
 * one person. Some are rolled back. The table of orders then tells which events must
 * arrive, and in which order: who orders is locked until the end of the transaction.
 */
final class OrderLoad implements Runnable {

	static final int PEOPLE = 7;

	private static final int THREADS = 3;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	private final JdbcOutboxStore store;

	private final Random random;

	private final String run;

	private final Consumer<String> committed;

	private final WriteSerializer serializer = new WriteSerializer();

	private volatile boolean stopped;

	OrderLoad(DataSource dataSource, Random random, String run) {
		this(dataSource, random, run, (token) -> {
		});
	}

	OrderLoad(DataSource dataSource, Random random, String run, Consumer<String> committed) {
		this.jdbc = new JdbcTemplate(dataSource);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		this.store = new JdbcOutboxStore(dataSource);
		this.random = random;
		this.run = run;
		this.committed = committed;
	}

	/** Makes the tables. */
	static void create(JdbcTemplate jdbc) {
		jdbc.execute("CREATE TABLE accounts (person VARCHAR(20) PRIMARY KEY, version INTEGER NOT NULL)");
		jdbc.execute("CREATE TABLE orders (person VARCHAR(20), version INTEGER, token VARCHAR(80) NOT NULL,"
				+ " events INTEGER NOT NULL, PRIMARY KEY (person, version))");
		for (int i = 0; i < PEOPLE; i++) {
			jdbc.update("INSERT INTO accounts VALUES (?, 0)", "p" + i);
		}
	}

	/** The labels of the events of all orders, in the order of each person. */
	static List<String> labels(JdbcTemplate jdbc) {
		List<String> labels = new ArrayList<>();
		jdbc.query("SELECT person, token, events FROM orders ORDER BY person, version", (row) -> {
			for (int i = 0; i < row.getInt(3); i++) {
				labels.add(label(row.getString(1), row.getString(2), i));
			}
		});
		return labels;
	}

	private static String label(String person, String token, int number) {
		return person + "/" + token + "/" + number;
	}

	@Override
	public void run() {
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			Random own = new Random(this.random.nextLong());
			String name = this.run + "-" + i;
			threads.add(new Thread(() -> take(own, name)));
		}
		threads.forEach(Thread::start);
		try {
			for (Thread thread : threads) {
				thread.join();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	void stop() {
		this.stopped = true;
	}

	private void take(Random own, String name) {
		for (int i = 0; !this.stopped; i++) {
			String token = name + "-" + i;
			try {
				if (isTaken(own, token)) {
					this.committed.accept(token);
				}
				Thread.sleep(own.nextInt(20));
			}
			catch (RuntimeException ex) {
				// The database may be away, and the order is not taken then.
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	private boolean isTaken(Random own, String token) {
		String person = "p" + own.nextInt(PEOPLE);
		int events = 1 + own.nextInt(4);
		boolean rollBack = own.nextInt(6) == 0;
		this.transaction.executeWithoutResult((status) -> {
			this.jdbc.update("UPDATE accounts SET version = version + 1 WHERE person = ?", person);
			this.jdbc.update("INSERT INTO orders (person, version, token, events) SELECT person, version, ?, ?"
					+ " FROM accounts WHERE person = ?", token, events, person);
			List<Write> writes = new ArrayList<>();
			for (int i = 0; i < events; i++) {
				writes.add(DeliveryFixture.event(label(person, token, i), person));
			}
			int first = own.nextInt(events);
			add(writes.subList(0, first));
			add(writes.subList(first, events));
			if (rollBack) {
				status.setRollbackOnly();
			}
		});
		return !rollBack;
	}

	private void add(List<Write> writes) {
		if (!writes.isEmpty()) {
			this.store.add(this.serializer.serialize(writes).stream().map(QueuedWrite::pending).toList(), () -> {
			});
		}
	}

}
