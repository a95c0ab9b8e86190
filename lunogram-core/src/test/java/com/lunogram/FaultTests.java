package com.lunogram;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.http.Fault;
import com.lunogram.http.RetryPolicy;
import com.lunogram.model.ExternalId;
import com.lunogram.model.UserEvent;
import com.lunogram.support.ClosedPort;
import com.lunogram.support.ContractServer;
import com.lunogram.support.Generation;
import com.lunogram.support.HttpLibrary;
import com.lunogram.support.RawServer;
import com.lunogram.support.StubRequestFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Broken connections on every HTTP library, and whether the request may have arrived.
 */
@Timeout(180)
class FaultTests {

	private static final UserEvent EVENT = UserEvent.builder("e").user("u").build();

	/** So long that only what is wrong takes it. */
	private static final Duration LONG = Duration.ofMinutes(1);

	/** What is sure to be over, however slow the machine is. */
	private static final Duration SHORT = Duration.ofMillis(400);

	/** For a server that gives up nothing by itself. */
	private static final Duration FOR_EVER = Duration.ofDays(1);

	@RegisterExtension
	static final ContractServer server = ContractServer.forBadAnswers();

	@ParameterizedTest
	@MethodSource
	void aBrokenAnswerLeavesDoubt(HttpLibrary library, Fault fault) {
		server.answer(aResponse().withStatus(200).withHeader("Content-Type", "application/json").withFault(fault));
		try (LunogramClient client = library.use(server.builder(Generation.PLAIN), LONG, LONG).build()) {
			assertThat(failure(client, "got no complete answer").mayHaveBeenDelivered()).isTrue();
			assertThatExceptionOfType(LunogramTransportException.class).isThrownBy(client.push()::vapidPublicKey)
				.satisfies((ex) -> assertThat(ex.mayHaveBeenDelivered()).isTrue());
			assertThatExceptionOfType(LunogramTransportException.class)
				.isThrownBy(() -> client.users().delete(ExternalId.of("u")))
				.withMessageStartingWith("DELETE /api/client/users ");
		}
		// The JDK's client repeats a GET by itself, and nothing else.
		assertThat(server.requests()).extracting((request) -> request.getMethod().getName())
			.filteredOn((method) -> !method.equals("GET"))
			.containsExactly("POST", "DELETE");
	}

	static Stream<Arguments> aBrokenAnswerLeavesDoubt() {
		return Arrays.stream(HttpLibrary.values())
			.flatMap((library) -> Arrays.stream(Fault.values()).map((fault) -> arguments(library, fault)));
	}

	@ParameterizedTest
	@EnumSource
	void aBrokenConnectionIsNotUsedAgain(HttpLibrary library) {
		try (LunogramClient client = client(library, server.url())) {
			for (Fault fault : Fault.values()) {
				server.answer(aResponse().withStatus(202).withFault(fault));
				failure(client, "");
				server.answer(202);
				client.users().events().post(EVENT);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void aSlowAnswerIsGivenUpAndLeavesDoubt(HttpLibrary library) throws IOException {
		try (RawServer silent = new RawServer(FOR_EVER, (out) -> drip(new ByteArrayOutputStream()));
				LunogramClient client = impatient(library, silent.url())) {
			long begin = System.nanoTime();
			LunogramTransportException ex = failure(client, "");
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(SHORT);
			assertThat(ex.mayHaveBeenDelivered()).isTrue();
			if (library != HttpLibrary.JETTY) {
				assertThat(ex).hasMessageContaining("got no answer in time");
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void anAnswerThatStopsHalfWayIsGivenUpAndLeavesDoubt(HttpLibrary library) throws IOException {
		try (RawServer half = new RawServer(FOR_EVER, (out) -> {
			out.write(ascii("HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\n{\"a\""));
			out.flush();
		}); LunogramClient client = impatient(library, half.url())) {
			assertThat(failure(client, "").mayHaveBeenDelivered()).isTrue();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "JETTY" })
	void anAnswerThatDripsForEverIsGivenUpAndLeavesDoubt(HttpLibrary library) throws IOException {
		// Apache's read time-out begins anew with each byte.
		try (RawServer dripping = new RawServer(FOR_EVER, (out) -> {
			out.write(ascii("HTTP/1.1 202 Accepted\r\nContent-Length: 100000\r\n\r\n"));
			drip(out);
		}); LunogramClient client = impatient(library, dripping.url())) {
			assertThat(failure(client, "").mayHaveBeenDelivered()).isTrue();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "JETTY" })
	void anEndlessAnswerIsCutOff(HttpLibrary library) throws IOException {
		// Apache reads an answer to its end before it closes it.
		byte[] chunk = ascii("100000\r\n" + "x".repeat(0x100000) + "\r\n");
		try (RawServer endless = new RawServer(FOR_EVER, (out) -> {
			out.write(ascii("HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n"));
			while (true) {
				out.write(chunk);
			}
		}); LunogramClient client = library.use(builder(endless.url()), LONG, LONG).build()) {
			assertThatExceptionOfType(LunogramResponseException.class)
				.isThrownBy(() -> client.users().events().post(EVENT))
				.withMessageContaining("larger than 8 MB");
		}
	}

	@ParameterizedTest
	@EnumSource
	void aRefusedConnectionProvesThatNothingWasSent(HttpLibrary library) throws IOException {
		try (ClosedPort closed = new ClosedPort(); LunogramClient client = client(library, closed.url())) {
			assertThat(failure(client, "could not be sent").mayHaveBeenDelivered()).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource
	void aConnectionThatTakesTooLongProvesThatNothingWasSent(HttpLibrary library) throws IOException {
		List<Socket> waiting = new ArrayList<>();
		try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			fill(full, waiting);
			try (LunogramClient client = library.use(builder("http://127.0.0.1:" + full.getLocalPort()), SHORT, LONG)
				.build()) {
				assertThat(failure(client, "could not be sent").mayHaveBeenDelivered()).isFalse();
			}
		}
		finally {
			for (Socket socket : waiting) {
				socket.close();
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void anUnknownHostProvesThatNothingWasSent(HttpLibrary library) {
		try (LunogramClient client = library.use(builder("https://nobody.invalid"), LONG, LONG).build()) {
			assertThat(failure(client, "could not be sent").mayHaveBeenDelivered()).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource
	void aServerWithoutTlsIsATransportFailure(HttpLibrary library) {
		try (LunogramClient client = client(library, server.url().replace("http:", "https:"))) {
			assertThat(failure(client, "")).hasMessageStartingWith("POST /api/client/users/events ");
		}
		assertThat(server.requests()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "JETTY" })
	void anInterruptEndsACallAndStaysVisible(HttpLibrary library) throws Exception {
		// Apache reads from a socket, which no interrupt ends.
		CountDownLatch asked = new CountDownLatch(1);
		List<Boolean> interrupted = new CopyOnWriteArrayList<>();
		try (RawServer silent = new RawServer(FOR_EVER, (out) -> {
			asked.countDown();
			drip(new ByteArrayOutputStream());
		});
				LunogramClient client = library.use(builder(silent.url()).retry(RetryPolicy.defaults()), LONG, LONG)
					.build()) {
			Thread thread = new Thread(() -> {
				assertThatExceptionOfType(LunogramTransportException.class)
					.isThrownBy(() -> client.users().delete(ExternalId.of("u")))
					.satisfies((ex) -> assertThat(ex.mayHaveBeenDelivered()).isTrue());
				interrupted.add(Thread.currentThread().isInterrupted());
			});
			thread.start();
			assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
			// Jetty swallows an interrupt that comes before it waits for the answer.
			Awaitility.await().atMost(LONG).until(() -> isWaiting(thread));
			thread.interrupt();
			thread.join(60_000);
			assertThat(interrupted).containsExactly(true);
			assertThat(silent.connections()).isEqualTo(1);
		}
	}

	private static boolean isWaiting(Thread thread) {
		Thread.State state = thread.getState();
		return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
	}

	@Test
	void aFactoryThatIsGivenFailsLikeOurs() {
		IllegalStateException strange = new IllegalStateException("protocol violation");
		LunogramClient client = LunogramClient.builder()
			.apiKey("sk_quiet")
			.requestFactory(new StubRequestFactory((request) -> {
				throw strange;
			}))
			.build();
		LunogramTransportException ex = failure(client, "got no complete answer");
		assertThat(ex).hasRootCause(strange);
		assertThat(ex.mayHaveBeenDelivered()).isTrue();
	}

	@Test
	void exceptionsOfTheApplicationsInterceptorsAreItsOwn() {
		IllegalStateException own = new IllegalStateException("circuit breaker is open");
		LunogramClient client = builder(server.url())
			.restClient((rest) -> rest.requestInterceptor((request, body, execution) -> {
				throw own;
			}))
			.build();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> client.users().events().post(EVENT))
			.isSameAs(own);
		client.close();
	}

	@ParameterizedTest
	@EnumSource
	void aKeyThatABrokenAnswerEchoesShowsNowhere(HttpLibrary library) throws IOException {
		for (String answer : List.of("sk_quiet nonsense\r\n\r\n", "HTTP/1.1 sk_quiet\r\n\r\n",
				"HTTP/1.1 202 OK\r\nTransfer-Encoding: chunked\r\n\r\nsk_quiet\r\n",
				"HTTP/1.1 202 OK\r\nContent-Length: sk_quiet\r\n\r\n")) {
			try (RawServer echo = new RawServer(FOR_EVER, (out) -> {
				out.write(ascii(answer));
				throw new EOFException("closes the connection");
			}); LunogramClient client = client(library, echo.url())) {
				StringWriter trace = new StringWriter();
				failure(client, "got no complete answer").printStackTrace(new PrintWriter(trace));
				assertThat(trace.toString()).contains("FaultTests").doesNotContain("sk_quiet");
			}
		}
	}

	private static void fill(ServerSocket full, List<Socket> waiting) throws IOException {
		try {
			for (int i = 0; i < 20; i++) {
				Socket socket = new Socket();
				waiting.add(socket);
				socket.connect(full.getLocalSocketAddress(), 200);
			}
		}
		catch (SocketTimeoutException ex) {
			return;
		}
		throw new IllegalStateException("The queue of the socket does not fill up");
	}

	private static void drip(OutputStream out) throws IOException {
		try {
			while (true) {
				out.write('x');
				out.flush();
				Thread.sleep(20);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private static LunogramTransportException failure(LunogramClient client, String what) {
		LunogramTransportException ex = catchThrowableOfType(LunogramTransportException.class,
				() -> client.users().events().post(EVENT));
		assertThat(ex).isNotNull().hasMessageStartingWith("POST /api/client/users/events ").hasMessageContaining(what);
		return ex;
	}

	private static LunogramClientBuilder builder(String url) {
		return LunogramClient.builder().apiKey("sk_quiet").baseUrl(url).retry(RetryPolicy.none());
	}

	private static LunogramClient client(HttpLibrary library, String url) {
		return library.use(builder(url), LONG, LONG).build();
	}

	/** A client of a server that lets it wait for ever. */
	private static LunogramClient impatient(HttpLibrary library, String url) {
		return library.use(builder(url), LONG, SHORT).build();
	}

}
