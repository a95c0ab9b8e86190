package com.lunogram.benchmark.startup;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Starts {@link EmptyApplication} over and over: alone, and with the starter. Prints what
 * each start took, and insists that the starter opens no connection and starts no thread.
 */
final class StartUpHarness {

	private static final String EMPTY = "empty";

	private static final String STARTER = "starter";

	private static final List<String> VARIANTS = List.of(EMPTY, STARTER);

	private static final int TIMEOUT_SECONDS = 60;

	private static final Pattern COMMA = Pattern.compile(",");

	private static final Pattern NUMBER = Pattern.compile("\\d+");

	private final Path target;

	private final ServerSocketChannel server;

	/** What the threads of the application without the starter are called. */
	private final Set<String> known = new HashSet<>();

	private StartUpHarness(Path target, ServerSocketChannel server) {
		this.target = target;
		this.server = server;
	}

	/**
	 * Measures all of them in turn.
	 * @param args directory with the class paths, number of rounds
	 */
	public static void main(String[] args) throws Exception {
		int rounds = Integer.parseInt(args[1]);
		try (ServerSocketChannel server = ServerSocketChannel.open()) {
			server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			server.configureBlocking(false);
			StartUpHarness harness = new StartUpHarness(Path.of(args[0]), server);
			// Files are read into the system's cache by a first round that does not
			// count.
			for (int round = -1; round < rounds; round++) {
				for (int i = 0; i < VARIANTS.size(); i++) {
					// Each comes first in turn.
					int turn = (round < 0) ? i : (i + round) % VARIANTS.size();
					harness.start(VARIANTS.get(turn), round >= 0);
				}
			}
		}
	}

	private void start(String variant, boolean counts) throws Exception {
		String[] report = run(variant);
		boolean hasStarter = variant.equals(STARTER);
		if (report[3].equals("0") == hasStarter) {
			throw new IllegalStateException(variant + " has " + report[3] + " beans of the starter");
		}
		checkThreads(report[4], hasStarter);
		if (this.server.accept() != null) {
			throw new IllegalStateException("The start of " + variant + " opened a connection");
		}
		if (counts) {
			System.out.println(String.join("\t", "start-up", variant, "time", report[1]));
			System.out.println(String.join("\t", "start-up", variant, "cpu", report[2]));
		}
	}

	private void checkThreads(String names, boolean hasStarter) {
		COMMA.splitAsStream(names).map((name) -> NUMBER.matcher(name).replaceAll("#")).forEach((name) -> {
			if (!hasStarter) {
				this.known.add(name);
			}
			else if (!this.known.contains(name)) {
				throw new IllegalStateException("With the starter there is a thread " + name);
			}
		});
	}

	private String[] run(String variant) throws Exception {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		String classPath = this.target.resolve("classes") + File.pathSeparator
				+ Files.readString(this.target.resolve(variant + ".classpath")).strip();
		int port = this.server.socket().getLocalPort();
		Process process = new ProcessBuilder(java, "-cp", classPath, EmptyApplication.class.getName(),
				"--server.port=0", "--server.address=127.0.0.1", "--lunogram.api-key=sk_benchmark",
				"--lunogram.base-url=http://127.0.0.1:" + port)
			.redirectErrorStream(true)
			.start();
		try {
			return readyLine(process);
		}
		finally {
			process.destroyForcibly().waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		}
	}

	private static String[] readyLine(Process process) throws IOException {
		StringBuilder all = new StringBuilder();
		try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				if (line.startsWith(EmptyApplication.READY + "\t")) {
					return line.split("\t", -1);
				}
				all.append(line).append('\n');
			}
		}
		throw new IllegalStateException("The application did not start:\n" + all);
	}

}
