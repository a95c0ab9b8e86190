package com.lunogram.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP/1.1 server on bare sockets, for what no real server lets a test do: it closes a
 * connection exactly an idle time after its last answer, and remembers how long reused
 * connections had been idle.
 */
public final class RawServer implements AutoCloseable {

	private static final Pattern LENGTH = Pattern.compile("content-length: *(\\d+)", Pattern.CASE_INSENSITIVE);

	private final ServerSocket socket;

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "raw-server");
		thread.setDaemon(true);
		return thread;
	});

	private final Duration idleTime;

	private final Responder responder;

	private final Caller caller;

	private final List<Duration> idleBeforeReuse = Collections.synchronizedList(new ArrayList<>());

	private final List<Socket> connections = Collections.synchronizedList(new ArrayList<>());

	public RawServer(Duration idleTime, Responder responder) throws IOException {
		this(idleTime, responder, OptionalLong::empty);
	}

	private RawServer(Duration idleTime, Responder responder, Caller caller) throws IOException {
		this.idleTime = idleTime;
		this.responder = responder;
		this.caller = caller;
		this.socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
		this.threads.execute(this::accept);
	}

	/** A server that answers every request with the same status and no body. */
	public static RawServer answering(int status, Duration idleTime) throws IOException {
		return answering(status, idleTime, OptionalLong::empty);
	}

	/** The same for one caller, whose requests are not lost when the machine is busy. */
	public static RawServer answering(int status, Duration idleTime, Caller caller) throws IOException {
		byte[] answer = ("HTTP/1.1 " + status + " OK\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
		return new RawServer(idleTime, (out) -> out.write(answer), caller);
	}

	public String url() {
		return "http://127.0.0.1:" + this.socket.getLocalPort();
	}

	/** How many connections were made. */
	public int connections() {
		return this.connections.size();
	}

	/** How long each connection had been idle that was used again. */
	public List<Duration> idleBeforeReuse() {
		return List.copyOf(this.idleBeforeReuse);
	}

	private void accept() {
		try {
			while (true) {
				Socket connection = this.socket.accept();
				this.connections.add(connection);
				this.threads.execute(() -> serve(connection));
			}
		}
		catch (IOException ex) {
			// Closed, which ends this.
		}
	}

	private void serve(Socket connection) {
		try (connection) {
			connection.setTcpNoDelay(true);
			long answered = 0;
			while (readRequest(connection, answered)) {
				this.responder.answer(connection.getOutputStream());
				connection.getOutputStream().flush();
				answered = System.nanoTime();
			}
		}
		catch (SocketTimeoutException ex) {
			// Idle for long enough: the connection is closed.
		}
		catch (IOException ex) {
			// The other side has gone.
		}
	}

	private boolean readRequest(Socket connection, long answered) throws IOException {
		InputStream in = connection.getInputStream();
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		int end = 0;
		while (end < 4) {
			int next = (head.size() == 0) ? firstByte(connection, answered) : in.read();
			if (next < 0) {
				return false;
			}
			if (head.size() == 0 && answered != 0) {
				this.idleBeforeReuse.add(idleTime(answered));
			}
			head.write(next);
			end = (next == ((end % 2 == 0) ? '\r' : '\n')) ? end + 1 : 0;
		}
		Matcher length = LENGTH.matcher(head.toString(StandardCharsets.US_ASCII));
		in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
		return true;
	}

	private int firstByte(Socket connection, long answered) throws IOException {
		connection.setSoTimeout((int) this.idleTime.toMillis());
		while (true) {
			try {
				return connection.getInputStream().read();
			}
			catch (SocketTimeoutException ex) {
				boolean begunInTime = answered != 0 && this.caller.begun().isPresent()
						&& idleTime(answered).compareTo(this.idleTime.minusMillis(100)) < 0;
				if (!begunInTime) {
					throw ex;
				}
				connection.setSoTimeout(10);
			}
		}
	}

	/** Until the request began, whenever its first byte may come. */
	private Duration idleTime(long answered) {
		return Duration.ofNanos(this.caller.begun().orElseGet(System::nanoTime) - answered);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
		synchronized (this.connections) {
			for (Socket connection : this.connections) {
				connection.close();
			}
		}
		this.threads.shutdownNow();
	}

	/**
	 * Knows of the one request that may be on its way. Between its beginning, when the
	 * client has decided on a connection, and its first byte, a busy machine may let any
	 * time pass; no client can do anything about that.
	 */
	@FunctionalInterface
	public interface Caller {

		/** When it began, in the time of {@link System#nanoTime()}; empty between two. */
		OptionalLong begun();

	}

	/**
	 * Writes an answer.
	 */
	@FunctionalInterface
	public interface Responder {

		void answer(OutputStream out) throws IOException;

	}

}
