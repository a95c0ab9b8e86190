package com.lunogram.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import com.lunogram.LunogramClient;
import com.lunogram.model.UserEvent;
import com.lunogram.support.ClosedPort;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole way of an event, from the publisher through the client to a server that
 * answers with all kinds of faults.
 */
@Timeout(240)
class DeliveryEndToEndTests {

	private static final int EVENTS = 5000;

	private static final int USERS = 50;

	/** So long that only what is wrong takes it. */
	private static final Duration LONG = Duration.ofMinutes(2);

	private static final Pattern NUMBER = Pattern.compile("\"number\":(\\d+)");

	private final ExecutorService executor = Executors.newCachedThreadPool();

	/** The numbers of the events that the server took, in order, repeats included. */
	private final List<Integer> taken = Collections.synchronizedList(new ArrayList<>());

	private final AtomicInteger requests = new AtomicInteger();

	private final Random random = new Random(20261121);

	@SuppressWarnings("NullAway.Init")
	private HttpServer server;

	@BeforeEach
	void setUp() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.executor);
		this.server.start();
	}

	@AfterEach
	void tearDown() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	@Test
	void eventsArriveInTheOrderOfEachUserWhateverFails() {
		this.server.createContext("/api/client/users/events", this::answer);
		List<UndeliveredWrite> undelivered = Collections.synchronizedList(new ArrayList<>());
		DeliveryListener listener = new DeliveryListener() {

			@Override
			public void onUndelivered(UndeliveredWrite write) {
				undelivered.add(write);
			}

		};
		try (LunogramClient client = client(this.server.getAddress().getPort());
				LunogramPublisher publisher = LunogramPublisher.memory(client)
					.maxEvents(100)
					.linger(Duration.ofMillis(20))
					.listener(listener)
					.build()) {
			for (int i = 0; i < EVENTS; i++) {
				publisher.publish(UserEvent.builder("tested").user("user-" + i % USERS).data("number", i).build());
			}
			assertThat(publisher.flush(LONG)).isTrue();
		}
		assertThat(undelivered).isEmpty();
		assertThat(this.requests).hasValueGreaterThanOrEqualTo(EVENTS / 100 + 5);
		Set<Integer> firstTimes = new LinkedHashSet<>(this.taken);
		assertThat(firstTimes).hasSize(EVENTS);
		for (int user = 0; user < USERS; user++) {
			int remainder = user;
			assertThat(firstTimes.stream().filter((number) -> number % USERS == remainder)).containsExactlyElementsOf(
					IntStream.range(0, EVENTS / USERS).mapToObj((i) -> i * USERS + remainder).toList());
		}
	}

	@Test
	void whatWaitsIsDeliveredWhenTheServerComesBack() throws IOException {
		ClosedPort away = new ClosedPort();
		int port = away.port();
		try (LunogramClient client = client(port);
				LunogramPublisher publisher = LunogramPublisher.memory(client).linger(Duration.ZERO).build()) {
			for (int i = 0; i < 100; i++) {
				publisher.publish(UserEvent.builder("tested").user("user-1").data("number", i).build());
			}
			assertThat(publisher.flush(Duration.ofMillis(700))).isFalse();
			this.server.stop(0);
			away.close();
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
			this.server.setExecutor(this.executor);
			this.server.createContext("/api/client/users/events", (exchange) -> {
				take(exchange);
				respond(exchange, 202);
			});
			this.server.start();
			assertThat(publisher.flush(LONG)).isTrue();
		}
		finally {
			away.close();
		}
		assertThat(this.taken).isEqualTo(IntStream.range(0, 100).boxed().toList());
	}

	private static LunogramClient client(int port) {
		return LunogramClient.builder()
			.apiKey("sk_test")
			.connectTimeout(LONG)
			.readTimeout(LONG)
			.baseUrl("http://127.0.0.1:" + port)
			.build();
	}

	private void answer(HttpExchange exchange) throws IOException {
		switch (fault(this.requests.incrementAndGet())) {
			case "limit" -> {
				exchange.getRequestBody().readAllBytes();
				exchange.getResponseHeaders().set("Retry-After", "1");
				respond(exchange, 429);
			}
			case "unavailable" -> {
				exchange.getRequestBody().readAllBytes();
				respond(exchange, 503);
			}
			case "midway" -> {
				List<Integer> numbers = numbers(exchange);
				this.taken.addAll(numbers.subList(0, numbers.size() / 2));
				respond(exchange, 500);
			}
			case "break off" -> exchange.close();
			case "break off after" -> {
				take(exchange);
				exchange.close();
			}
			default -> {
				take(exchange);
				respond(exchange, 202);
			}
		}
	}

	/** Each kind once, and later some at random. */
	private String fault(int request) {
		List<String> faults = List.of("limit", "unavailable", "midway", "break off", "break off after");
		if (request <= 25) {
			return (request % 5 == 0) ? faults.get(request / 5 - 1) : "";
		}
		return (this.random.nextInt(12) == 0) ? faults.get(1 + this.random.nextInt(4)) : "";
	}

	private void take(HttpExchange exchange) throws IOException {
		this.taken.addAll(numbers(exchange));
	}

	private static List<Integer> numbers(HttpExchange exchange) throws IOException {
		List<Integer> numbers = new ArrayList<>();
		Matcher matcher = NUMBER.matcher(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
		while (matcher.find()) {
			numbers.add(Integer.valueOf(matcher.group(1)));
		}
		return numbers;
	}

	private static void respond(HttpExchange exchange, int status) throws IOException {
		exchange.sendResponseHeaders(status, -1);
		exchange.close();
	}

}
