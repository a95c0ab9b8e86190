package com.lunogram.delivery;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own, so that it can be killed. It ends by itself when this one does.
 */
final class ChildJvm implements AutoCloseable {

	private final String name;

	private final Process process;

	private final List<String> output = Collections.synchronizedList(new ArrayList<>());

	private final Thread reader;

	/** Runs a main class, which is to begin with {@link #endWithParent()}. */
	ChildJvm(String name, Class<?> main, String... arguments) {
		this.name = name;
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + File.separator + "bin/java",
				"-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath, main.getName()));
		command.addAll(List.of(arguments));
		try {
			this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.reader = new Thread(this::read, "output of " + name);
		this.reader.setDaemon(true);
		this.reader.start();
	}

	/** Ends this process when the one that has started it does. */
	static void endWithParent() {
		Thread watch = new Thread(() -> {
			try {
				while (System.in.read() >= 0) {
					// Nothing is said there; it ends when the parent does.
				}
			}
			catch (IOException ex) {
				// Likewise.
			}
			Runtime.getRuntime().halt(1);
		});
		watch.setDaemon(true);
		watch.start();
	}

	private void read() {
		try (BufferedReader lines = this.process.inputReader(StandardCharsets.UTF_8)) {
			lines.lines().forEach(this.output::add);
		}
		catch (IOException | UncheckedIOException ex) {
			// It is gone.
		}
	}

	/** How the server knows it. */
	String name() {
		return this.name;
	}

	/** The lines that it has printed so far. */
	List<String> output() {
		synchronized (this.output) {
			return List.copyOf(this.output);
		}
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/** Ends it as {@code kill -9} does, and reads what it has printed before. */
	void kill() {
		try {
			this.process.destroyForcibly();
			this.process.waitFor();
			this.reader.join(TimeUnit.SECONDS.toMillis(30));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Makes it stand still. */
	void freeze() {
		signal("-STOP");
	}

	/** Lets it go on. */
	void thaw() {
		signal("-CONT");
	}

	private void signal(String signal) {
		try {
			Process kill = new ProcessBuilder("kill", signal, String.valueOf(this.process.pid())).inheritIO().start();
			if (kill.waitFor() != 0) {
				throw new IllegalStateException("kill " + signal + " has failed");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		kill();
	}

	@Override
	public String toString() {
		List<String> lines = output();
		return this.name + " said: " + lines.subList(Math.max(0, lines.size() - 50), lines.size());
	}

}
