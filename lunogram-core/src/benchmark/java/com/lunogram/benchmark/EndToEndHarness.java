package com.lunogram.benchmark;

import java.lang.management.ManagementFactory;
import java.time.Duration;

import com.sun.management.OperatingSystemMXBean;

/**
 * Events a second from the first call until the server has the last event, and what they
 * cost the client in CPU. Each client gets a process of its own, and time to warm up.
 */
final class EndToEndHarness {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	/** How long to measure about, at least. */
	private static final Duration MEASURED = Duration.ofSeconds(3);

	private static final OperatingSystemMXBean system = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private EndToEndHarness() {
	}

	/**
	 * Measures one client.
	 * @param args its name, events a request (0 for as it comes), number of events (or a
	 * multiple of it), milliseconds that each request takes, seconds of warm-up
	 */
	public static void main(String[] args) throws Exception {
		String name = args[0];
		int batch = Integer.parseInt(args[1]);
		int events = Integer.parseInt(args[2]);
		long delay = Long.parseLong(args[3]);
		Duration warmUp = Duration.ofSeconds(Long.parseLong(args[4]));
		try (StandInHandle standIn = StandInHandle.start(); Sender sender = sender(name, standIn, batch)) {
			long begin = System.nanoTime();
			double last;
			do {
				last = run(standIn, sender, events, 0);
			}
			while (System.nanoTime() - begin < warmUp.toNanos());
			if (delay == 0) {
				// The faster ones get more, so that none is measured for an instant only.
				events *= (int) Math.max(1, Math.ceil(MEASURED.toNanos() / 1e9 / last));
			}
			long cpu = system.getProcessCpuTime();
			double seconds = run(standIn, sender, events, delay);
			double cpuMicros = (system.getProcessCpuTime() - cpu) / 1e3;
			String measurement = (delay > 0) ? "end to end, " + delay + " ms" : "end to end";
			String who = name + ((batch > 0) ? " " + batch : "");
			Results.add(measurement, who, "events/s", events / seconds);
			Results.add(measurement, who, "cpu", cpuMicros / events);
			Results.add(measurement, who, "batch", (double) events / standIn.report().requests());
		}
		System.exit(0);
	}

	private static Sender sender(String name, StandInHandle standIn, int batch) {
		return switch (name) {
			case Floors.READY -> Floors.ready(standIn.address(), batch);
			case Floors.SAME_CLIENT -> Floors.sameClient(standIn.address(), batch);
			case Floors.LOOP -> Floors.loop(standIn.address(), batch);
			default -> Senders.of(name, standIn.address(), batch, false);
		};
	}

	private static double run(StandInHandle standIn, Sender sender, int events, long delay) {
		standIn.reset(false);
		standIn.delay(Duration.ofMillis(delay));
		long begin = System.nanoTime();
		sender.sendAll(events);
		sender.flush();
		long taken = standIn.await(events, PATIENCE);
		if (taken != events) {
			throw new IllegalStateException(taken + " of " + events + " events arrived");
		}
		return (System.nanoTime() - begin) / 1e9;
	}

}
