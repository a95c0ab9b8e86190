package com.lunogram.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Delivery under random faults. It lasts as long as {@code -Dlunogram.fault-soak.seconds}
 * says, 10 seconds unless told otherwise; the profile {@code soak} makes it ten minutes.
 * {@code -Dlunogram.fault-soak.seed} repeats the faults of an earlier run, as far as
 * those depend on chance only.
 */
@Tag("load")
class FaultSoakTests {

	/**
	 * Enough for the process itself and a queue of 2 MB, but not for any other place in
	 * which writes might gather.
	 */
	private static final String HEAP = "-Xmx64m";

	private static final int MINUTES_MORE = 12;

	private final int seconds = Integer.getInteger("lunogram.fault-soak.seconds", 10);

	private final long seed = Long.getLong("lunogram.fault-soak.seed", ThreadLocalRandom.current().nextLong(1_000_000));

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void allIsDeliveredInOrderInASmallHeapWhateverTheServerDoes() throws IOException, InterruptedException {
		Path output = this.directory.resolve("output");
		Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				HEAP, "-XX:+ExitOnOutOfMemoryError", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				FaultSoak.class.getName(), String.valueOf(this.seed), String.valueOf(this.seconds)))
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			boolean ended = process.waitFor(this.seconds + TimeUnit.MINUTES.toSeconds(MINUTES_MORE), TimeUnit.SECONDS);
			String text = "seed " + this.seed + ", " + this.seconds + " s: " + Files.readString(output);
			assertThat(ended).as("ended; " + text).isTrue();
			assertThat(process.exitValue()).as(text).isZero();
			System.out.print(text);
		}
		finally {
			process.destroyForcibly();
		}
	}

}
