package com.lunogram.soak;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on bare sockets that has a fault now and then, several times in a row at
 * times, and refuses what is marked as bad.
 */
final class FaultyServer implements AutoCloseable {

	private static final Pattern LENGTH = Pattern.compile("content-length: *(\\d+)", Pattern.CASE_INSENSITIVE);

	private static final long MOST_BETWEEN_FAULTS = TimeUnit.MILLISECONDS.toNanos(800);

	private static final int MOST_IN_A_ROW = 6;

	/**
	 * So often may one write have a fault that counts against it: half of the attempts
	 * after which delivery gives a write up, however unlucky it is.
	 */
	private static final int MOST_FOR_ONE = 5;

	private final Ledger ledger;

	private final Random random;

	private final InetSocketAddress address;

	private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

	private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);

	/** How many faults a write has had that is not yet delivered. */
	private final Map<Long, Integer> charged = new HashMap<>();

	private ServerSocket socket;

	private Fault fault = Fault.NONE;

	private int again;

	private long nextFault = System.nanoTime();

	private boolean calm;

	private boolean closed;

	FaultyServer(Ledger ledger, long seed) throws IOException {
		this.ledger = ledger;
		this.random = new Random(seed);
		this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		this.address = (InetSocketAddress) this.socket.getLocalSocketAddress();
		accept(this.socket);
	}

	String url() {
		return "http://127.0.0.1:" + this.address.getPort();
	}

	/** No more faults. */
	synchronized void calm() {
		this.calm = true;
	}

	/** How often it had which fault. */
	synchronized Map<Fault, Integer> counts() {
		return new EnumMap<>(this.counts);
	}

	private void accept(ServerSocket from) {
		start(() -> {
			while (true) {
				Socket connection = from.accept();
				this.connections.add(connection);
				start(() -> serve(connection));
			}
		});
	}

	private static void start(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// One of the two sides is gone, as they are meant to.
			}
		}, "faulty-server");
		thread.setDaemon(true);
		thread.start();
	}

	private void serve(Socket connection) throws IOException {
		try (connection) {
			connection.setTcpNoDelay(true);
			InputStream in = new BufferedInputStream(connection.getInputStream());
			String head = head(in);
			while (head != null) {
				Matcher length = LENGTH.matcher(head);
				byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
				if (!answer(connection, path(head), new String(body, StandardCharsets.UTF_8))) {
					return;
				}
				head = head(in);
			}
		}
		finally {
			this.connections.remove(connection);
		}
	}

	private static @Nullable String head(InputStream in) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		for (int end = 0; end < 4;) {
			int next = in.read();
			if (next < 0) {
				return null;
			}
			head.write(next);
			end = (next == ((end % 2 == 0) ? '\r' : '\n')) ? end + 1 : 0;
		}
		return head.toString(StandardCharsets.US_ASCII);
	}

	private static String path(String head) {
		return head.split(" ", 3)[1];
	}

	/** Returns whether the connection goes on. */
	private boolean answer(Socket connection, String path, String body) throws IOException {
		List<Mark> marks = Mark.in(body);
		int part = part(marks, body.startsWith("["));
		switch (next(marks)) {
			case NONE -> {
				return answerWell(connection, path, marks, part);
			}
			case SLOW -> {
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20 + below(180)));
				return answerWell(connection, path, marks, part);
			}
			case RATE_LIMIT -> respond(connection, "429 Too Many Requests\r\nRetry-After: 1", problem());
			case UNAVAILABLE -> respond(connection, "503 Service Unavailable", problem());
			case OVERLOADED -> respond(connection, "503 Service Unavailable\r\nRetry-After: 1", problem());
			case FAILED_MIDWAY -> {
				this.ledger.arrived(good(marks).subList(0, Math.min(part, good(marks).size())));
				respond(connection, "500 Internal Server Error", problem());
			}
			case RESET -> {
				connection.setSoLinger(true, 0);
				return false;
			}
			case LOST_ANSWER -> {
				takeAll(marks);
				return false;
			}
			case TRUNCATED_ANSWER -> {
				takeAll(marks);
				write(connection, "HTTP/1.1 202 Accepted\r\nContent-Length: 99\r\n\r\n{\"id");
				return false;
			}
			case NO_ANSWER -> {
				takeAll(marks);
				// Until the client has had enough of it.
				connection.getInputStream().read();
				return false;
			}
			case GONE -> {
				goAway();
				return false;
			}
		}
		return true;
	}

	/** How many writes of a request a server takes that stops midway. */
	private int part(List<Mark> marks, boolean array) {
		return array ? below(marks.size() + 1) : below(2) * marks.size();
	}

	private static List<Mark> good(List<Mark> marks) {
		return marks.stream().anyMatch(Mark::bad) ? List.of() : marks;
	}

	private void takeAll(List<Mark> marks) {
		this.ledger.arrived(good(marks));
	}

	private boolean answerWell(Socket connection, String path, List<Mark> marks, int part) throws IOException {
		if (marks.stream().anyMatch(Mark::bad)) {
			// As the real one does: what stands before the bad one may be taken.
			List<Mark> before = marks.stream().takeWhile((mark) -> !mark.bad()).toList();
			this.ledger.arrived((part < before.size() || path.endsWith("/users")) ? List.of() : before);
			respond(connection, "400 Bad Request", problem());
			return true;
		}
		this.ledger.arrived(marks);
		synchronized (this) {
			marks.forEach((mark) -> this.charged.remove(mark.key()));
		}
		boolean single = path.endsWith("/users");
		respond(connection, single ? "200 OK" : "202 Accepted", single ? "{}" : "");
		return true;
	}

	private static String problem() {
		return "{\"title\":\"not now\",\"detail\":\"or never\"}";
	}

	private static void respond(Socket connection, String status, String json) throws IOException {
		String type = json.isEmpty() ? "" : "Content-Type: application/json\r\n";
		write(connection,
				"HTTP/1.1 " + status + "\r\n" + type + "Content-Length: " + json.length() + "\r\n\r\n" + json);
	}

	private static void write(Socket connection, String answer) throws IOException {
		connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
		connection.getOutputStream().flush();
	}

	private synchronized int below(int bound) {
		return this.random.nextInt(bound);
	}

	private synchronized Fault next(List<Mark> marks) {
		if (this.calm) {
			return Fault.NONE;
		}
		if (this.again > 0) {
			this.again--;
		}
		else if (System.nanoTime() - this.nextFault >= 0 && this.random.nextInt(3) == 0) {
			this.fault = Fault.values()[1 + this.random.nextInt(Fault.values().length - 1)];
			this.again = (this.fault.seldom || this.random.nextInt(8) > 0) ? 0 : this.random.nextInt(MOST_IN_A_ROW);
			if (this.fault.seldom && this.random.nextInt(4) > 0) {
				return Fault.NONE;
			}
			this.nextFault = System.nanoTime() + this.random.nextLong(MOST_BETWEEN_FAULTS);
		}
		else {
			return Fault.NONE;
		}
		if (this.fault.charges) {
			if (marks.stream().anyMatch((mark) -> this.charged.getOrDefault(mark.key(), 0) >= MOST_FOR_ONE)) {
				return Fault.NONE;
			}
			marks.forEach((mark) -> this.charged.merge(mark.key(), 1, Integer::sum));
		}
		this.counts.merge(this.fault, 1, Integer::sum);
		return this.fault;
	}

	/** Closes everything, and comes back after a while. */
	private void goAway() throws IOException {
		disconnect();
		long away = TimeUnit.MILLISECONDS.toNanos(500 + below(2500));
		start(() -> {
			LockSupport.parkNanos(away);
			comeBack();
		});
	}

	private synchronized void disconnect() throws IOException {
		this.socket.close();
		for (Socket connection : this.connections) {
			connection.close();
		}
	}

	private void comeBack() throws IOException {
		while (true) {
			synchronized (this) {
				if (this.closed) {
					return;
				}
				ServerSocket reopened = new ServerSocket();
				try {
					reopened.setReuseAddress(true);
					reopened.bind(this.address);
					this.socket = reopened;
					accept(reopened);
					return;
				}
				catch (IOException ex) {
					// Somebody has the port at the moment, if only a client's connection.
					reopened.close();
				}
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
		}
	}

	@Override
	public synchronized void close() throws IOException {
		this.closed = true;
		disconnect();
	}

	/**
	 * What may be wrong with an answer.
	 */
	enum Fault {

		NONE(false, false),

		SLOW(false, false),

		RATE_LIMIT(false, true),

		OVERLOADED(false, true),

		UNAVAILABLE(true, false),

		FAILED_MIDWAY(true, false),

		RESET(true, false),

		LOST_ANSWER(true, false),

		TRUNCATED_ANSWER(true, false),

		NO_ANSWER(true, true),

		GONE(true, true);

		/** Whether delivery may hold it against the write. */
		private final boolean charges;

		/** As it takes a second or more. */
		private final boolean seldom;

		Fault(boolean charges, boolean seldom) {
			this.charges = charges;
			this.seldom = seldom;
		}

	}

	@FunctionalInterface
	private interface Task {

		void run() throws IOException;

	}

}
