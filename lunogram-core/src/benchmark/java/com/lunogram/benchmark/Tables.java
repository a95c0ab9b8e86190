package com.lunogram.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Prints what was measured as tables in Markdown, with what was aimed at below.
 */
final class Tables {

	private static final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

	private static final List<String> PEERS = List.of("segment 100", "segment 500", "posthog 100", "posthog 500");

	private static final List<String> OURS = List.of("lunogram", "lunogram 100");

	/** So many events our requests carry when nothing else is said. */
	private static final String OUR_BATCH = "500";

	private final Figures figures;

	private Tables(Figures figures) {
		this.figures = figures;
	}

	/**
	 * Prints the tables of one part.
	 * @param args the part, and the directory with what was measured
	 */
	public static void main(String[] args) throws IOException {
		Tables tables = new Tables(Figures.read(Path.of(args[1]), args[0]));
		switch (args[0]) {
			case "publish" -> tables.publish();
			case "end-to-end" -> tables.endToEnd();
			case "rate-limit" -> tables.rateLimit();
			case "faults" -> tables.faults();
			case "annotation" -> tables.annotation();
			case "start-up" -> tables.startUp();
			case "outbox-insert" -> tables.outboxInsert();
			case "outbox-relay" -> tables.outboxRelay();
			case "outbox-large" -> tables.outboxLarge();
			default -> throw new IllegalArgumentException("No part is called " + args[0]);
		}
	}

	private void publish() {
		out.println("### What `publish` costs its caller\n");
		for (String threads : List.of("1", "4")) {
			header(threads.equals("1") ? "1 thread" : threads + " threads", "mean ns", "p50 ns", "p99 ns",
					"bytes a call");
			publish(threads, "lunogram", "`publish` of an event");
			publish(threads, "lunogramBuilt", "`publish`, the event built as well");
			publish(threads, "segment", "Segment `enqueue`, its message built as well");
			publish(threads, "posthog", "PostHog `capture`");
			publish(threads, "plain", "plain loop: Jackson, and a queue of the JDK");
			out.println();
			target("cheaper than both peers in mean and p99, at most 1 KB a call",
					"of the cheaper peer " + ratio(threads, "mean") + " in mean and " + ratio(threads, "p0.99")
							+ " in p99, " + Figures.show(this.figures.median(threads, "lunogram", "caller.alloc"))
							+ " bytes");
		}
	}

	private void publish(String threads, String who, String shown) {
		String error = Figures.show(this.figures.median(threads, who, "error"));
		row(shown, Figures.show(this.figures.median(threads, who, "mean")) + " ± " + error,
				Figures.show(this.figures.median(threads, who, "p0.50")),
				Figures.show(this.figures.median(threads, who, "p0.99")),
				Figures.show(this.figures.median(threads, who, "caller.alloc")));
	}

	private String ratio(String threads, String figure) {
		double peer = least(Stream.of("segment", "posthog").map((who) -> this.figures.median(threads, who, figure)));
		return Figures.show(this.figures.median(threads, "lunogram", figure) / peer);
	}

	private void endToEnd() {
		for (String measurement : this.figures.measurements()) {
			boolean atOnce = measurement.equals("end to end");
			out.println("### End to end, "
					+ (atOnce ? "answered at once" : measurement.substring("end to end, ".length()) + " a request")
					+ "\n");
			header("events a request at most", "events/s", "CPU µs an event", "events a request", "× the faster peer",
					"× the CPU of the thriftier", "of the floor");
			Stream
				.of(OURS, PEERS,
						List.of("ready bodies, same client 100", "ready bodies, same client 500", "ready bodies 100",
								"ready bodies 500", "plain loop 100", "plain loop 500"))
				.flatMap(List::stream)
				.filter((who) -> !this.figures.all(measurement, who, "events/s").isEmpty())
				.forEach((who) -> endToEnd(measurement, who));
			out.println();
			if (atOnce) {
				target("at least 3 times the faster peer (5 is what we want), a third of the CPU of the thriftier, "
						+ "0.8 of the floor of the same batch size", endToEndReached(measurement));
			}
		}
	}

	private void endToEnd(String measurement, String who) {
		row(who.equals("lunogram") ? "lunogram, as it comes (" + OUR_BATCH + ")" : who,
				this.figures.range(measurement, who, "events/s"), this.figures.range(measurement, who, "cpu"),
				Figures.show(this.figures.median(measurement, who, "batch")), timesPeer(measurement, who),
				cpuOfPeer(measurement, who), ofFloor(measurement, who));
	}

	private String endToEndReached(String measurement) {
		return OURS.stream()
			.map((who) -> who + " " + timesPeer(measurement, who) + " times, " + cpuOfPeer(measurement, who)
					+ " of the CPU, " + ofFloor(measurement, who) + " of the floor")
			.collect(Collectors.joining("; "));
	}

	private String timesPeer(String measurement, String who) {
		double peer = -least(PEERS.stream().map((other) -> -this.figures.median(measurement, other, "events/s")));
		return Figures.show(this.figures.median(measurement, who, "events/s") / peer);
	}

	private String cpuOfPeer(String measurement, String who) {
		double peer = least(PEERS.stream().map((other) -> this.figures.median(measurement, other, "cpu")));
		return Figures.show(this.figures.median(measurement, who, "cpu") / peer);
	}

	private String ofFloor(String measurement, String who) {
		return Figures.show(this.figures.median(measurement, who, "events/s") / floor(measurement, who));
	}

	private double floor(String measurement, String who) {
		String batch = who.equals("lunogram") ? OUR_BATCH : who.substring(who.lastIndexOf(' ') + 1);
		return this.figures.median(measurement, "ready bodies, same client " + batch, "events/s");
	}

	private void rateLimit() {
		out.println("### Under a limit of 600 requests a minute\n");
		header("", "events a minute", "answers 429 a minute");
		for (String measurement : this.figures.measurements()) {
			double ours = this.figures.median(measurement, "lunogram", "events/min");
			double single = this.figures.median(measurement, "one an event", "events/min");
			row("lunogram, as it comes", Figures.show(ours),
					Figures.show(this.figures.median(measurement, "lunogram", "429/min")));
			row("one request an event", Figures.show(single), "");
			out.println();
			target("250 times as many, at most one 429 a minute", Figures.show(ours / single) + " times as many");
		}
	}

	private void faults() {
		out.println("### Faults\n");
		header("fault", "who", "events", "lost", "doubled", "out of order", "requests", "seconds after the last call",
				"seconds to catch up");
		List<String> senders = List.of("lunogram", "segment", "posthog");
		for (String measurement : this.figures.measurements()) {
			for (String who : senders) {
				if (!this.figures.all(measurement, who, "lost").isEmpty()) {
					row(measurement, who, value(measurement, who, "offered"), value(measurement, who, "lost"),
							value(measurement, who, "doubled"), value(measurement, who, "out of order"),
							value(measurement, who, "requests"), value(measurement, who, "tail"),
							value(measurement, who, "caught up"));
				}
			}
		}
		out.println();
		target("nothing lost but the bad events themselves, order kept, caught up within 2 s of the server's return",
				outages());
		header("`close()` with 5,000 waiting, 50 ms a request", "delivered when it returned", "seconds");
		for (String who : senders) {
			row(who, value("close", who, "delivered"), value("close", who, "seconds"));
		}
		out.println();
		target("returns when all is delivered", value("close", "lunogram", "delivered") + " of 5,000");
	}

	private String outages() {
		return this.figures.measurements()
			.stream()
			.filter((measurement) -> !this.figures.all(measurement, "lunogram", "lost").isEmpty())
			.map((measurement) -> measurement + ": " + value(measurement, "lunogram", "lost") + " lost, "
					+ value(measurement, "lunogram", "out of order") + " out of order"
					+ (this.figures.all(measurement, "lunogram", "caught up").isEmpty() ? ""
							: ", caught up in " + value(measurement, "lunogram", "caught up") + " s"))
			.collect(Collectors.joining("; "));
	}

	private String value(String measurement, String who, String figure) {
		return Figures.show(this.figures.median(measurement, who, figure));
	}

	private void outboxInsert() {
		out.println("### Storing in the outbox, on PostgreSQL\n");
		for (String events : List.of("1", "10")) {
			String measurement = "insert, " + events;
			header("4 threads, events a transaction: " + events, "transactions/s", "events/s", "of by hand");
			for (String who : List.of("by hand", "lunogram", "gruelbox", "namastack", "modulith")) {
				row(who, this.figures.range(measurement, who, "transactions/s"), value(measurement, who, "events/s"),
						relation(measurement, who, "by hand"));
			}
			out.println();
		}
		target("at least 0.8 of by hand", relation("insert, 1", "lunogram", "by hand") + " with one event, "
				+ relation("insert, 10", "lunogram", "by hand") + " with ten");
	}

	private void outboxRelay() {
		out.println("### Delivering from the outbox, on PostgreSQL\n");
		for (String measurement : this.figures.measurements()) {
			boolean warm = measurement.startsWith("relay, ");
			String faster = Stream.of("gruelbox", "namastack")
				.max(Comparator.comparingDouble((who) -> this.figures.median(measurement, who, "events/s")))
				.orElseThrow();
			header((warm ? "backlog of " : "first backlog of a process, of ")
					+ measurement.substring(measurement.indexOf(' ') + 1), "events/s", "of memory", "× " + faster);
			for (String who : List.of("by hand", "lunogram", "memory", "gruelbox", "namastack")) {
				row(who, this.figures.range(measurement, who, "events/s"), relation(measurement, who, "memory"),
						relation(measurement, who, faster));
			}
			out.println();
			target("at least ten times the faster of the others, half of memory",
					relation(measurement, "lunogram", faster) + " times " + faster + ", "
							+ relation(measurement, "lunogram", "memory") + " of memory, "
							+ relation(measurement, "lunogram", "by hand")
							+ " of reading and deleting by hand, which sends nothing");
		}
	}

	private void outboxLarge() {
		out.println("### A large backlog in the outbox\n");
		header("backlog", "events/s", "MB of heap in use at most");
		List<String> backlogs = new ArrayList<>(this.figures.measurements());
		for (String measurement : backlogs) {
			row(measurement.substring("relay, ".length()), this.figures.range(measurement, "lunogram", "events/s"),
					value(measurement, "lunogram", "heap"));
		}
		out.println();
		target("a backlog of a million at the rate of one of 10,000, 20 % more or less",
				Figures.show(this.figures.median(backlogs.get(1), "lunogram", "events/s")
						/ this.figures.median(backlogs.get(0), "lunogram", "events/s")));
	}

	/** Of what was measured side by side: the median of all rounds in which both were. */
	private String relation(String measurement, String who, String other) {
		List<Double> ours = this.figures.all(measurement, who, "events/s");
		List<Double> theirs = this.figures.all(measurement, other, "events/s");
		return Figures.show(Figures.median(IntStream.range(0, Math.min(ours.size(), theirs.size()))
			.mapToObj((round) -> ours.get(round) / theirs.get(round))
			.sorted()
			.toList()));
	}

	private void annotation() {
		out.println("### What `@LunogramEvent` costs a call\n");
		header("method", "ns", "more than the do-nothing advisor", "bytes", "more than the do-nothing advisor");
		annotation("doNothing", "do-nothing advisor");
		annotation("lunogramEvent none", "`@LunogramEvent`, three keys; a publisher that does nothing");
		annotation("byHand none", "the same event by hand");
		annotation("byHandWithMap none", "the same by hand, data put into a map");
		annotation("lunogramEvent memory", "`@LunogramEvent`, three keys; delivery in memory");
		annotation("byHand memory", "the same event by hand");
		annotation("byHandWithMap memory", "the same by hand, data put into a map");
		annotation("observed", "`@Observed`, with a timer");
		annotation("timed", "`@Timed`");
		out.println();
		target("less than 3,000 ns more than the do-nothing advisor, no garbage beyond the event itself",
				more("lunogramEvent none", "mean") + " ns without and " + more("lunogramEvent memory", "mean")
						+ " ns with delivery in memory; "
						+ Figures.show(bytes("lunogramEvent none") - bytes("byHandWithMap none"))
						+ " bytes more than by hand with a map");
	}

	private void annotation(String who, String shown) {
		row(shown,
				Figures.show(this.figures.median("1", who, "mean")) + " ± "
						+ Figures.show(this.figures.median("1", who, "error")),
				more(who, "mean"), Figures.show(bytes(who)), Figures.show(bytes(who) - bytes("doNothing")));
	}

	private String more(String who, String figure) {
		return Figures.show(this.figures.median("1", who, figure) - this.figures.median("1", "doNothing", figure));
	}

	private double bytes(String who) {
		return this.figures.median("1", who, "caller.alloc");
	}

	private void startUp() {
		out.println("### Start of an empty web application\n");
		header("class path", "ms until ready", "added", "ms of CPU", "added");
		startUp("empty", "`spring-boot-starter-webmvc` alone", "0", "0");
		startUp("starter", "and `lunogram-spring-boot-starter`", added("starter", "time"), added("starter", "cpu"));
		out.println();
		target("less than 50 ms added, no connection and no thread before the first publish",
				added("starter", "time") + " ms added, none opened or started");
	}

	private void startUp(String who, String shown, String addedTime, String addedCpu) {
		row(shown, this.figures.range("start-up", who, "time"), addedTime, this.figures.range("start-up", who, "cpu"),
				addedCpu);
	}

	/**
	 * Compares what was started in the same round: the median of the differences, and
	 * between which of them it lies with a probability of 95 %.
	 */
	private String added(String who, String figure) {
		List<Double> without = this.figures.all("start-up", "empty", figure);
		List<Double> with = this.figures.all("start-up", who, figure);
		List<Double> sorted = IntStream.range(0, Math.min(without.size(), with.size()))
			.mapToObj((round) -> with.get(round) - without.get(round))
			.sorted()
			.toList();
		int size = sorted.size();
		int low = (int) Math.max(0, Math.floor((size - 1.96 * Math.sqrt(size)) / 2) - 1);
		return Figures.show(Figures.median(sorted)) + " (" + Figures.show(sorted.get(low)) + " – "
				+ Figures.show(sorted.get(size - 1 - low)) + ")";
	}

	private static double least(Stream<Double> values) {
		return values.filter((value) -> !value.isNaN()).mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
	}

	private static void header(String... cells) {
		row(cells);
		List<String> line = new ArrayList<>();
		for (int i = 0; i < cells.length; i++) {
			line.add((i == 0) ? "---" : "---:");
		}
		row(line.toArray(String[]::new));
	}

	private static void row(String... cells) {
		out.println("| " + String.join(" | ", cells) + " |");
	}

	private static void target(String target, String reached) {
		out.println("Target: " + target + ".  ");
		out.println("Reached: " + reached + ".\n");
	}

}
