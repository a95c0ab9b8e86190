package com.lunogram.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stands in for Lunogram: takes all events, and remembers who has sent which, and whether
 * two requests were there at the same time.
 */
final class EventServer implements AutoCloseable {

	private static final Pattern LABEL = Pattern.compile("\"n\":\"([^\"]+)\"");

	/** How long a request takes, at most. */
	volatile int delayMillis = 10;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final List<Request> requests = new ArrayList<>();

	/** Who has a request under way, and how many. */
	private final Map<String, Integer> underWay = new HashMap<>();

	private final List<Set<String>> meetings = new ArrayList<>();

	private final int port;

	private HttpServer server;

	EventServer() {
		this.server = listen(0);
		this.port = this.server.getAddress().getPort();
	}

	private HttpServer listen(int port) {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
			server.setExecutor(this.executor);
			server.createContext("/", this::answer);
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String url() {
		return "http://localhost:" + this.port;
	}

	/** Is gone until it {@link #comeBack() comes back}. */
	void goAway() {
		this.server.stop(0);
	}

	void comeBack() {
		this.server = listen(this.port);
	}

	private void answer(HttpExchange exchange) throws IOException {
		String sender = exchange.getRequestHeaders().getFirst("Authorization").replace("Bearer ", "");
		begin(sender);
		try {
			take(sender, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			Thread.sleep(ThreadLocalRandom.current().nextInt(this.delayMillis + 1));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			end(sender);
		}
		exchange.sendResponseHeaders(202, -1);
		exchange.close();
	}

	private synchronized void begin(String sender) {
		this.underWay.merge(sender, 1, Integer::sum);
		if (this.underWay.size() > 1 || this.underWay.getOrDefault(sender, 0) > 1) {
			this.meetings.add(Set.copyOf(this.underWay.keySet()));
		}
	}

	private synchronized void end(String sender) {
		this.underWay.computeIfPresent(sender, (key, count) -> (count == 1) ? null : count - 1);
	}

	private synchronized void take(String sender, String body) {
		this.requests.add(new Request(sender, labels(body), System.nanoTime()));
	}

	/** The labels of the events in some JSON. */
	static List<String> labels(String json) {
		return LABEL.matcher(json).results().map((found) -> found.group(1)).toList();
	}

	synchronized List<Request> requests() {
		return List.copyOf(this.requests);
	}

	/** How many requests one has sent. */
	long requestsOf(String sender) {
		return allOf(sender).size();
	}

	/** Who has sent the last request; nobody if there is none. */
	synchronized String lastSender() {
		return this.requests.isEmpty() ? "" : this.requests.get(this.requests.size() - 1).sender;
	}

	/** What each person's events were, in the order of their first arrival. */
	Map<String, List<String>> firstArrivals() {
		return byPerson(requests().stream().flatMap((request) -> request.labels.stream()).distinct().toList());
	}

	static Map<String, List<String>> byPerson(List<String> labels) {
		return labels.stream().collect(Collectors.groupingBy((label) -> label.substring(0, label.indexOf('/'))));
	}

	/** How often an event came that had come before. */
	long repeats() {
		List<String> all = requests().stream().flatMap((request) -> request.labels.stream()).toList();
		return all.size() - all.stream().distinct().count();
	}

	/** What one has sent, in order. */
	List<Request> allOf(String sender) {
		return requests().stream().filter((request) -> request.sender.equals(sender)).toList();
	}

	int assertNoRepeatsBut(Set<String> dead) {
		return assertNoRepeatsBut(dead, List.of());
	}

	/**
	 * Checks that what came twice was in the last request of one that may have died, or
	 * lost its lease, before it could delete it, or in a request that was begun before a
	 * freeze and has come late.
	 * @return how many events came more than once
	 */
	int assertNoRepeatsBut(Set<String> dead, List<Request> late) {
		List<Request> all = requests();
		Map<String, Integer> lastOf = new HashMap<>();
		for (int i = 0; i < all.size(); i++) {
			lastOf.put(all.get(i).sender, i);
		}
		Map<String, Integer> seen = new LinkedHashMap<>();
		int repeats = 0;
		for (int i = 0; i < all.size(); i++) {
			for (String label : all.get(i).labels) {
				Integer before = seen.put(label, i);
				if (before != null) {
					repeats++;
				}
				if (before != null && !late.contains(all.get(i))) {
					String sender = all.get(before).sender;
					assertThat(dead.contains(sender) && before.equals(lastOf.get(sender)))
						.as("%s in request %d by %s came before in request %d by %s, whose last was %d; dead are %s",
								label, i, all.get(i).sender, before, sender, lastOf.get(sender), dead)
						.isTrue();
				}
			}
		}
		return repeats;
	}

	/** Checks that no two were here at the same time, but for those that were dying. */
	synchronized void assertOneAtATime(Set<String> dead) {
		assertThat(this.meetings).allMatch((senders) -> senders.stream().anyMatch(dead::contains));
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	/**
	 * A request as it came.
	 */
	record Request(String sender, List<String> labels, long nanoTime) {
	}

}
