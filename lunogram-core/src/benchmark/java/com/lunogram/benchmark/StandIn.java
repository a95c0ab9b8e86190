package com.lunogram.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server that takes what each of the clients sends, does as little as it can, and
 * misbehaves when told to. It is a process of its own, so that what it costs is not
 * counted as the client's, and it ends when its standard input does.
 * {@link StandInHandle} starts and steers it.
 */
final class StandIn {

	private static final int BACKLOG = 50;

	private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

	private final Ledger ledger = new Ledger();

	private final Faults faults = new Faults();

	private volatile ServerSocket listener;

	private StandIn() throws IOException {
		this.listener = listen(0);
	}

	/**
	 * Starts the server, and says on which ports.
	 * @param args none
	 */
	public static void main(String[] args) throws IOException {
		StandIn standIn = new StandIn();
		daemon(standIn::accept);
		ServerSocket control = listen(0);
		daemon(() -> standIn.obey(control));
		System.out.println(standIn.listener.getLocalPort() + " " + control.getLocalPort());
		System.out.flush();
		while (System.in.read() >= 0) {
			// Lives as long as who started it.
		}
		System.exit(0);
	}

	private static ServerSocket listen(int port) throws IOException {
		ServerSocket socket = new ServerSocket();
		socket.setReuseAddress(true);
		socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
		return socket;
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		while (true) {
			ServerSocket current = this.listener;
			try {
				Socket connection = current.accept();
				connection.setTcpNoDelay(true);
				this.connections.add(connection);
				daemon(() -> serve(connection));
			}
			catch (IOException ex) {
				pause(1);
			}
		}
	}

	private void serve(Socket connection) {
		try (connection) {
			HttpExchange exchange = new HttpExchange(connection.getInputStream(), connection.getOutputStream());
			while (exchange.next() && answer(exchange)) {
				// One after the other, on this connection.
			}
		}
		catch (IOException ignored) {
			// The client, or a fault, closed it.
		}
		finally {
			this.connections.remove(connection);
		}
	}

	/** Returns whether the connection stays open. */
	private boolean answer(HttpExchange exchange) throws IOException {
		if (!exchange.isPost()) {
			exchange.answer(200, 0);
			return true;
		}
		this.faults.delay();
		Faults.Verdict verdict = this.faults.judge(exchange.body());
		if (verdict.isTaken()) {
			this.ledger.take(exchange.body());
		}
		else {
			this.ledger.refused();
		}
		if (verdict.isAnswered()) {
			exchange.answer(verdict.status(), verdict.retryAfter());
		}
		return verdict.isAnswered();
	}

	private void goneFor(long millis) {
		int port = this.listener.getLocalPort();
		close(this.listener);
		this.connections.forEach(StandIn::close);
		daemon(() -> {
			pause(millis);
			try {
				this.listener = listen(port);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	private static void close(AutoCloseable closeable) {
		try {
			closeable.close();
		}
		catch (Exception ignored) {
			// It is to be gone, that is all.
		}
	}

	static void pause(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void obey(ServerSocket control) {
		try (Socket connection = control.accept();
				BufferedReader commands = new BufferedReader(
						new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
				PrintStream answers = new PrintStream(connection.getOutputStream(), true, StandardCharsets.UTF_8)) {
			for (String line = commands.readLine(); line != null; line = commands.readLine()) {
				answers.println(obey(line.split(" ", -1)));
			}
		}
		catch (IOException ignored) {
			// Whoever steered it is gone.
		}
	}

	private String obey(String[] command) {
		long first = (command.length > 1) ? Long.parseLong(command[1]) : 0;
		long second = (command.length > 2) ? Long.parseLong(command[2]) : 0;
		switch (command[0]) {
			case "reset" -> {
				this.faults.reset();
				this.ledger.reset(first != 0);
			}
			case "await" -> {
				return String.valueOf(this.ledger.await(first, second));
			}
			case "report" -> {
				return this.ledger.report();
			}
			case "gone" -> goneFor(first);
			default -> this.faults.set(command[0], first, second);
		}
		return "ok";
	}

}
