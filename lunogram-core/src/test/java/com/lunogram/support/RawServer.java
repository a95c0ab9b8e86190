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

	private final List<Duration> idleBeforeReuse = Collections.synchronizedList(new ArrayList<>());

	private final List<Socket> connections = Collections.synchronizedList(new ArrayList<>());

	public RawServer(Duration idleTime, Responder responder) throws IOException {
		this.idleTime = idleTime;
		this.responder = responder;
		this.socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
		this.threads.execute(this::accept);
	}

	/** A server that answers every request with the same status and no body. */
	public static RawServer answering(int status, Duration idleTime) throws IOException {
		byte[] answer = ("HTTP/1.1 " + status + " OK\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
		return new RawServer(idleTime, (out) -> out.write(answer));
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
			connection.setSoTimeout((int) this.idleTime.toMillis());
			InputStream in = connection.getInputStream();
			long answered = 0;
			while (readRequest(in, answered)) {
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

	private boolean readRequest(InputStream in, long answered) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		int end = 0;
		while (end < 4) {
			int next = in.read();
			if (next < 0) {
				return false;
			}
			if (head.size() == 0 && answered != 0) {
				this.idleBeforeReuse.add(Duration.ofNanos(System.nanoTime() - answered));
			}
			head.write(next);
			end = (next == ((end % 2 == 0) ? '\r' : '\n')) ? end + 1 : 0;
		}
		Matcher length = LENGTH.matcher(head.toString(StandardCharsets.US_ASCII));
		in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
		return true;
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
	 * Writes an answer.
	 */
	@FunctionalInterface
	public interface Responder {

		void answer(OutputStream out) throws IOException;

	}

}
