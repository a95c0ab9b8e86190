package com.lunogram.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * How many transactions a second store events, and how many events a second are delivered
 * of what was stored. Each contender gets a process and a database of its own.
 */
final class OutboxHarness {

	private static final int THREADS = 4;

	/** So many events go into the table at once while a backlog is made. */
	private static final int CHUNK = 500;

	/** One is delivered within a tenth of a second, so that a single one tells little. */
	private static final int ROUNDS = 5;

	/** A larger backlog is measured once, after warming up with smaller ones. */
	private static final int WARM_BACKLOG = 20_000;

	private OutboxHarness() {
	}

	/**
	 * Measures one contender.
	 * @param args {@code insert}, its name, events a transaction, and seconds; or
	 * {@code relay}, its name, events, and seconds to warm up; or {@code first}, its
	 * name, and events
	 */
	public static void main(String[] args) throws Exception {
		try (Database database = new Database(); Contender contender = contender(args[1], database)) {
			int number = Integer.parseInt(args[2]);
			switch (args[0]) {
				case "insert" -> insert(contender, args[1], number, Duration.ofSeconds(Long.parseLong(args[3])));
				case "relay" -> relay(contender, args[1], number, Duration.ofSeconds(Long.parseLong(args[3])));
				case "first" -> first(contender, args[1], number);
				default -> throw new IllegalArgumentException("Nothing is called " + args[0]);
			}
		}
		System.exit(0);
	}

	private static Contender contender(String name, Database database) {
		return switch (name) {
			case "by hand" -> new ByHand(database);
			case "lunogram" -> new Ours(database);
			case "memory" -> new Memory();
			case "gruelbox" -> new Gruelbox(database);
			case "namastack" -> new Namastack(database);
			case "modulith" -> new Modulith(database);
			default -> throw new IllegalArgumentException("No outbox is called " + name);
		};
	}

	private static void insert(Contender contender, String name, int events, Duration time) throws Exception {
		contender.hold();
		transactions(contender, events, time);
		double perSecond = transactions(contender, events, time);
		String measurement = "insert, " + events;
		Results.add(measurement, name, "transactions/s", perSecond);
		Results.add(measurement, name, "events/s", perSecond * events);
	}

	private static double transactions(Contender contender, int events, Duration time) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			long begin = System.nanoTime();
			List<Future<Integer>> counts = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				Callable<Integer> work = () -> {
					int done = 0;
					while (System.nanoTime() - begin < time.toNanos()) {
						contender.insert(IntStream.range(0, events).boxed().toList());
						done++;
					}
					return done;
				};
				counts.add(threads.submit(work));
			}
			long sum = 0;
			for (Future<Integer> count : counts) {
				sum += count.get();
			}
			return sum / ((System.nanoTime() - begin) / 1e9);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static void relay(Contender contender, String name, int events, Duration warmUp) throws Exception {
		contender.hold();
		long begin = System.nanoTime();
		do {
			fillAndRelay(contender, Math.min(events, WARM_BACKLOG));
		}
		while (System.nanoTime() - begin < warmUp.toNanos());
		String measurement = "relay, " + events;
		HeapPeak peak = new HeapPeak();
		for (int round = 0; round < ((events > WARM_BACKLOG) ? 1 : ROUNDS); round++) {
			Results.add(measurement, name, "events/s", events / fillAndRelay(contender, events));
		}
		Results.add(measurement, name, "heap", peak.megabytes());
	}

	/** What an instance does that has just been started, and finds a backlog. */
	private static void first(Contender contender, String name, int events) throws Exception {
		contender.hold();
		Results.add("first, " + events, name, "events/s", events / fillAndRelay(contender, events));
	}

	private static double fillAndRelay(Contender contender, int events) throws Exception {
		fill(contender, events);
		return contender.relay(events);
	}

	private static void fill(Contender contender, int events) {
		for (int from = 0; from < events; from += CHUNK) {
			contender.insert(IntStream.range(from, Math.min(events, from + CHUNK)).boxed().toList());
		}
	}

}
