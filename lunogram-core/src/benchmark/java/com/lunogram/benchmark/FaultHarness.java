package com.lunogram.benchmark;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * What becomes of events when the server misbehaves: how many are lost, doubled or out of
 * their user's order, and how long it takes until the last one that arrives does. A
 * process of its own for each client and fault, as some go on for minutes.
 */
final class FaultHarness {

	private static final int EVENTS = 20_000;

	/** The peers get batches of 100, which spares them losses. */
	private static final int PEERS_BATCH = 100;

	/** Some deliver what is left over hours. */
	private static final Duration LIMIT = Duration.ofMinutes(2);

	private final String name;

	private final StandInHandle standIn;

	private final Sender sender;

	/** This long without any event arriving, and no more is expected. */
	private final Duration patience;

	private FaultHarness(String name, StandInHandle standIn, Sender sender, Duration patience) {
		this.name = name;
		this.standIn = standIn;
		this.sender = sender;
		this.patience = patience;
	}

	/**
	 * Lets one client meet one fault.
	 * @param args name of the client, of the fault, seconds that the server is gone,
	 * seconds of patience
	 */
	public static void main(String[] args) {
		String name = args[0];
		Duration gone = Duration.ofSeconds(Long.parseLong(args[2]));
		Duration patience = Duration.ofSeconds(Long.parseLong(args[3]));
		int batch = name.equals(Senders.LUNOGRAM) ? 0 : PEERS_BATCH;
		try (StandInHandle standIn = StandInHandle.start()) {
			Sender sender = Senders.of(name, standIn.address(), batch, true);
			FaultHarness harness = new FaultHarness(name, standIn, sender, patience);
			standIn.reset(true);
			switch (args[1]) {
				case "bad" -> harness.badEvents();
				case "overload" -> harness.overload();
				case "gone" -> harness.outage("gone", gone, () -> standIn.gone(gone));
				case "unavailable" -> harness.outage("503", gone, () -> standIn.unavailable(gone));
				case "lost" -> harness.lostAnswers();
				case "close" -> harness.close();
				default -> throw new IllegalArgumentException("No fault is called " + args[1]);
			}
		}
		System.exit(0);
	}

	/** One event in a thousand makes the server refuse its whole request. */
	private void badEvents() {
		this.standIn.refuseBad();
		int bad = 0;
		for (int i = 0; i < EVENTS; i++) {
			boolean isBad = i % 1000 == 500;
			bad += isBad ? 1 : 0;
			this.sender.send(SampleEvent.userId(i), SampleEvent.data(i, isBad));
		}
		report("1 bad in 1,000", EVENTS - bad);
	}

	/** Five requests, one every two seconds, are refused for a second. */
	private void overload() {
		int events = 12_000;
		for (int i = 0; i < 5; i++) {
			offer(2000 * i, 2000 * (i + 1), 1000);
			this.standIn.overload(1);
		}
		offer(10_000, events, 1000);
		report("five 429s", events);
	}

	/** Nobody there for a while, under 500 events a second. */
	private void outage(String what, Duration length, Runnable begin) {
		int before = 1000;
		int during = before + (int) (500 * length.toSeconds());
		int events = during + 1500;
		offer(0, before, 500);
		begin.run();
		offer(before, during, 500);
		CompletableFuture<Double> caughtUp = CompletableFuture.supplyAsync(() -> awaitAll(during));
		offer(during, events, 500);
		double catchUp = caughtUp.join();
		String measurement = what + " for " + length.toSeconds() + " s";
		if (report(measurement, events) == 0) {
			Results.add(measurement, this.name, "caught up", catchUp);
		}
	}

	/** Each 20th request is taken, but not answered. */
	private void lostAnswers() {
		this.standIn.loseAnswers(20);
		offer(0, EVENTS, Integer.MAX_VALUE);
		report("answers lost", EVENTS);
	}

	/** Closed with 5,000 waiting, of a server that takes 50 ms a request. */
	private void close() {
		int events = 5000;
		this.standIn.delay(Duration.ofMillis(50));
		offer(0, events, Integer.MAX_VALUE);
		long begin = System.nanoTime();
		this.sender.close();
		Results.add("close", this.name, "seconds", since(begin));
		Results.add("close", this.name, "delivered", this.standIn.report().taken());
	}

	private void offer(int from, int to, int perSecond) {
		long begin = System.nanoTime();
		for (int i = from; i < to; i++) {
			long due = begin + (i - from) * 1_000_000_000L / perSecond;
			for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
				LockSupport.parkNanos(left);
			}
			this.sender.send(SampleEvent.userId(i), SampleEvent.data(i));
		}
	}

	/** Returns how many are lost. */
	private long report(String measurement, int expected) {
		this.sender.flush();
		double tail = awaitAll(expected);
		StandInHandle.Report report = this.standIn.report();
		Results.add(measurement, this.name, "offered", expected);
		Results.add(measurement, this.name, "lost", expected - report.taken());
		Results.add(measurement, this.name, "doubled", report.duplicates());
		Results.add(measurement, this.name, "out of order", report.violations());
		Results.add(measurement, this.name, "requests", report.requests());
		Results.add(measurement, this.name, "tail", tail);
		return expected - report.taken();
	}

	/** Returns after how many seconds the last of them came. */
	private double awaitAll(int expected) {
		long begin = System.nanoTime();
		long latest = begin;
		long taken = 0;
		while (taken < expected && System.nanoTime() - latest < this.patience.toNanos()
				&& System.nanoTime() - begin < LIMIT.toNanos()) {
			long now = this.standIn.await(taken + 1, Duration.ofMillis(50));
			if (now > taken) {
				taken = now;
				latest = System.nanoTime();
			}
		}
		return (latest - begin) / 1e9;
	}

	private static double since(long begin) {
		return (System.nanoTime() - begin) / 1e9;
	}

}
