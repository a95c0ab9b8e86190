package com.lunogram.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import com.lunogram.support.StubRequestFactory;
import com.lunogram.support.StubRequestFactory.Answer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RotatingRequestFactory}, whose time is in our hands.
 */
class RotatingRequestFactoryTests {

	private static final URI URL = URI.create("http://localhost/");

	/** How long a server keeps an idle connection. */
	private static final long PATIENCE = 5_000;

	private static final long TURN = RotatingRequestFactory.TURN.toMillis();

	private final AtomicLong now = new AtomicLong(-3_000);

	private final List<Integer> served = new ArrayList<>();

	private final AtomicInteger made = new AtomicInteger();

	private final RotatingRequestFactory factory = new RotatingRequestFactory(this::pool, this::nanos);

	@Test
	void aTurnIsShorterThanTheServersPatienceAndARestLonger() {
		assertThat(TURN).isLessThan(PATIENCE);
		assertThat(RotatingRequestFactory.REST.toMillis()).isGreaterThan(PATIENCE);
	}

	@Test
	void reusesConnectionsWithinATurnAndNeverAfterIt() throws IOException {
		request();
		advance(TURN - 1);
		request();
		advance(1);
		request();
		advance(TURN);
		request();
		assertThat(this.served).containsExactly(0, 0, 1, 2);
	}

	@Test
	void makesNoMoreThanThreeFactoriesForQuickAnswers() throws IOException {
		for (int i = 0; i < 10_000; i++) {
			request();
			advance(37);
		}
		assertThat(this.made).hasValue(RotatingRequestFactory.FACTORIES);
		assertThat(RotatingRequestFactory.FACTORIES).isEqualTo(3);
	}

	@Test
	void makesNoMoreThanThreeFactoriesForAnyIdleTime() throws IOException {
		for (long idle = 0; idle < 60_000; idle += 501) {
			request();
			advance(idle);
		}
		assertThat(this.made).hasValue(3);
	}

	@Test
	void makesNoneBeforeItIsNeeded() {
		assertThat(this.made).hasValue(0);
	}

	@Test
	void aConnectionThatASlowAnswerBroughtBackLateIsLeftAlone() throws IOException {
		ClientHttpResponse slow = begin();
		advance(TURN);
		request();
		advance(TURN);
		request();
		// Comes back to pool 0 four seconds before its next turn ...
		slow.close();
		advance(TURN);
		request();
		// ... in which it would have been idle for five seconds.
		advance(1_000);
		request();
		assertThat(this.served).containsExactly(0, 1, 2, 3, 3);
	}

	@Property(tries = 300)
	void noConnectionIsUsedWhenTheServerMayCloseIt(@ForAll("traffic") List<Exchange> traffic) throws IOException {
		long slowest = simulate(traffic);
		long bound = (TURN + slowest + RotatingRequestFactory.REST.toMillis()) / TURN + 2;
		assertThat(this.made.get()).isLessThanOrEqualTo((int) Math.max(RotatingRequestFactory.FACTORIES, bound));
	}

	@Provide
	Arbitrary<List<Exchange>> traffic() {
		Arbitrary<Long> gaps = Arbitraries.oneOf(Arbitraries.longs().between(0, 300),
				Arbitraries.longs().between(0, 8_000), Arbitraries.longs().between(4_900, 5_100));
		Arbitrary<Long> durations = Arbitraries.oneOf(Arbitraries.longs().between(0, 50),
				Arbitraries.longs().between(0, 10_000));
		return Combinators.combine(gaps, durations).as(Exchange::new).list().ofMinSize(1).ofMaxSize(120);
	}

	/**
	 * Lets requests begin and end in the order of time, and checks for every connection
	 * that a pool may offer how long it has been idle. A pool is the worse, the more
	 * connections it remembers: so it never forgets one, and may offer any.
	 */
	private long simulate(List<Exchange> traffic) throws IOException {
		this.now.set(-3_000);
		this.made.set(0);
		RotatingRequestFactory rotating = new RotatingRequestFactory(this::pool, this::nanos);
		Map<Integer, List<Long>> returns = new HashMap<>();
		PriorityQueue<Running> running = new PriorityQueue<>(Comparator.comparingLong(Running::end));
		long slowest = 0;
		long begin = this.now.get();
		for (Exchange exchange : traffic) {
			begin += exchange.gap();
			endUntil(begin, running, returns);
			this.now.set(begin);
			this.served.clear();
			ClientHttpResponse response = rotating.createRequest(URL, HttpMethod.GET).execute();
			int pool = this.served.get(0);
			for (long back : returns.getOrDefault(pool, List.of())) {
				long idle = begin - back;
				assertThat(idle < TURN || idle > PATIENCE).as("idle for %s ms", idle).isTrue();
			}
			running.add(new Running(begin + exchange.duration(), pool, response));
			slowest = Math.max(slowest, exchange.duration());
		}
		return slowest;
	}

	private void endUntil(long time, PriorityQueue<Running> running, Map<Integer, List<Long>> returns) {
		while (!running.isEmpty() && running.element().end() <= time) {
			Running ended = running.remove();
			this.now.set(ended.end());
			ended.response().close();
			returns.computeIfAbsent(ended.pool(), (pool) -> new ArrayList<>()).add(ended.end());
		}
	}

	@Test
	void manyThreadsShareTheFactoryOfATurn() throws Exception {
		Set<Object> used = ConcurrentHashMap.newKeySet();
		RotatingRequestFactory rotating = new RotatingRequestFactory(() -> {
			StubRequestFactory stub = StubRequestFactory.answering(200);
			this.made.incrementAndGet();
			return (ClientHttpRequestFactory) (uri, method) -> {
				used.add(stub);
				return stub.createRequest(uri, method);
			};
		}, this::nanos);
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			for (int turn = 0; turn < 20; turn++) {
				used.clear();
				CountDownLatch start = new CountDownLatch(1);
				List<Future<?>> results = new ArrayList<>();
				for (int i = 0; i < 8; i++) {
					results.add(threads.submit(() -> {
						start.await();
						rotating.createRequest(URL, HttpMethod.GET).execute().close();
						return null;
					}));
				}
				start.countDown();
				for (Future<?> result : results) {
					result.get();
				}
				assertThat(used).hasSize(1);
				advance(TURN);
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.made).hasValue(3);
	}

	@Test
	void aFailedRequestCountsAsUseToo() throws IOException {
		List<ClientHttpRequestFactory> pools = new ArrayList<>();
		RotatingRequestFactory rotating = new RotatingRequestFactory(() -> {
			StubRequestFactory stub = new StubRequestFactory((request) -> {
				advance(9_000);
				throw new IOException("reset");
			});
			pools.add(stub);
			return stub;
		}, this::nanos);
		for (int i = 0; i < 4; i++) {
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> rotating.createRequest(URL, HttpMethod.GET).execute());
		}
		// The first one ended 27 seconds ago.
		assertThat(pools).hasSize(3);
	}

	@Test
	void closesEveryFactoryEvenIfOneFails() throws Exception {
		Set<String> closed = new HashSet<>();
		RotatingRequestFactory rotating = new RotatingRequestFactory(() -> {
			int index = this.made.getAndIncrement();
			return (index == 1) ? new ClosablePool(closed) : new DisposablePool(closed, index);
		}, this::nanos);
		for (int i = 0; i < 3; i++) {
			rotating.createRequest(URL, HttpMethod.GET);
			advance(TURN);
		}
		assertThatIllegalStateException().isThrownBy(rotating::close).withMessageContaining("could not be closed");
		assertThat(closed).containsExactlyInAnyOrder("closeable", "disposable 0", "disposable 2");
		assertThatIllegalStateException().isThrownBy(() -> rotating.createRequest(URL, HttpMethod.GET))
			.withMessageContaining("closed");
		rotating.close();
	}

	@Test
	void takesFactoriesThatCannotBeClosed() throws IOException {
		request();
		this.factory.close();
		assertThatIllegalStateException().isThrownBy(this::request);
	}

	private void request() throws IOException {
		begin().close();
	}

	private ClientHttpResponse begin() throws IOException {
		return this.factory.createRequest(URL, HttpMethod.GET).execute();
	}

	private void advance(long millis) {
		this.now.addAndGet(millis);
	}

	private long nanos() {
		return Duration.ofMillis(this.now.get()).toNanos();
	}

	private ClientHttpRequestFactory pool() {
		int index = this.made.getAndIncrement();
		return new StubRequestFactory((request) -> {
			this.served.add(index);
			return new Answer(200, "");
		});
	}

	record Exchange(long gap, long duration) {
	}

	private record Running(long end, int pool, ClientHttpResponse response) {
	}

	private record ClosablePool(Set<String> closed) implements ClientHttpRequestFactory, AutoCloseable {

		@Override
		public ClientHttpRequest createRequest(URI uri, HttpMethod method) {
			return StubRequestFactory.answering(200).createRequest(uri, method);
		}

		@Override
		public void close() {
			this.closed.add("closeable");
			throw new IllegalArgumentException("on purpose");
		}

	}

	private record DisposablePool(Set<String> closed, int index) implements ClientHttpRequestFactory, DisposableBean {

		@Override
		public ClientHttpRequest createRequest(URI uri, HttpMethod method) {
			return StubRequestFactory.answering(200).createRequest(uri, method);
		}

		@Override
		public void destroy() {
			this.closed.add("disposable " + this.index);
		}

	}

}
