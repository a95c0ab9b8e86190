package com.lunogram.spring.boot.autoconfigure;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LunogramBackgroundPreinitializer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class LunogramBackgroundPreinitializerTests {

	@Test
	void springBootFindsIt() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(BackgroundPreinitializer.class))
			.hasAtLeastOneElementOfType(LunogramBackgroundPreinitializer.class);
	}

	@Test
	void itDoesNothingThatAnybodyNotices(CapturedOutput output) {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		// Whatever it throws would be swallowed by Spring Boot.
		new LunogramBackgroundPreinitializer().preinitialize();
		assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> !before.contains(thread))
			.extracting(Thread::getName)
			.noneMatch((name) -> name.startsWith("lunogram") || name.startsWith("HttpClient"));
		assertThat(output.getAll()).isEmpty();
	}

}
