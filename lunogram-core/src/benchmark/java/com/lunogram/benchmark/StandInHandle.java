package com.lunogram.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Starts a {@link StandIn} in a process of its own, and tells it how to behave.
 */
final class StandInHandle implements AutoCloseable {

	private final Process process;

	private final URI address;

	private final Socket control;

	private final BufferedReader answers;

	private final PrintStream commands;

	private StandInHandle(Process process) throws IOException {
		this.process = process;
		BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
		String[] ports = output.readLine().split(" ", -1);
		this.address = URI.create("http://127.0.0.1:" + ports[0]);
		this.control = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(ports[1]));
		this.answers = new BufferedReader(new InputStreamReader(this.control.getInputStream(), StandardCharsets.UTF_8));
		this.commands = new PrintStream(this.control.getOutputStream(), true, StandardCharsets.UTF_8);
	}

	static StandInHandle start() {
		try {
			String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
			Process process = new ProcessBuilder(java, "-Xmx1g", "-XX:+UseSerialGC", "-cp",
					System.getProperty("java.class.path"), StandIn.class.getName())
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			return new StandInHandle(process);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	URI address() {
		return this.address;
	}

	/** Forgets everything, faults included. */
	void reset(boolean keepBooks) {
		tell("reset " + (keepBooks ? 1 : 0));
	}

	/** Every answer takes so long. */
	void delay(Duration delay) {
		tell("delay " + delay.toMillis());
	}

	/** A request with a bad event in it is refused as a whole, with 400. */
	void refuseBad() {
		tell("refuse-bad");
	}

	/** More requests than that within a window are answered with 429. */
	void limit(int requests, Duration window) {
		tell("limit " + requests + " " + window.toMillis());
	}

	/**
	 * The next requests, so many, are answered with 429 and asked to wait for a second.
	 */
	void overload(int requests) {
		tell("overload " + requests);
	}

	/** Every request is answered with 503 for a while. */
	void unavailable(Duration time) {
		tell("unavailable " + time.toMillis());
	}

	/** Connections are closed, and new ones refused, for a while. */
	void gone(Duration time) {
		tell("gone " + time.toMillis());
	}

	/** Takes each so many-th request and closes the connection without an answer. */
	void loseAnswers(int each) {
		tell("lose " + each);
	}

	/**
	 * Waits for so many events, each counted once if books are kept.
	 * @return how many there are then
	 */
	long await(long events, Duration timeout) {
		return Long.parseLong(tell("await " + events + " " + timeout.toMillis()));
	}

	Report report() {
		String[] numbers = tell("report").split(" ", -1);
		return new Report(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]),
				Long.parseLong(numbers[3]), Long.parseLong(numbers[4]));
	}

	private synchronized String tell(String command) {
		this.commands.println(command);
		try {
			String answer = this.answers.readLine();
			if (answer == null) {
				throw new IllegalStateException("The stand-in has ended");
			}
			return answer;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.control.close();
			this.process.getOutputStream().close();
		}
		catch (IOException ex) {
			this.process.destroy();
		}
	}

	/**
	 * What the stand-in has seen.
	 *
	 * @param requests how many requests
	 * @param refused how many of them it refused
	 * @param taken how many different events it took
	 * @param duplicates how often it took one that it had
	 * @param violations how many came after a later one of the same user
	 */
	record Report(long requests, long refused, long taken, long duplicates, long violations) {
	}

}
