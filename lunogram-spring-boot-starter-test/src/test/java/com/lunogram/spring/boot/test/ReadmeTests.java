package com.lunogram.spring.boot.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what the documents show is what is compiled and run here.
 */
class ReadmeTests {

	private static final Path ROOT = Path.of("..");

	private static final Path SHOP = Path.of("src/test/java/com/lunogram/spring/boot/test/shop");

	@Test
	void showsTheTestClassThatRuns() throws IOException {
		String example = Files.readString(SHOP.resolve("OrderServiceTests.java"));
		String shown = example.substring(example.indexOf("@SpringBootTest\n")).strip();
		assertThat(shown.lines().filter((line) -> !line.isBlank())).hasSizeLessThanOrEqualTo(10);
		assertThat(Files.readString(documents())).contains("```java\n" + shown + "\n```");
	}

	private static Path documents() {
		Path draft = ROOT.resolve("docs-testing.md");
		return Files.exists(draft) ? draft : ROOT.resolve("README.md");
	}

}
