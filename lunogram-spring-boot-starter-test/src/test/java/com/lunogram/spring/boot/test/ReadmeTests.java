package com.lunogram.spring.boot.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what the documents show is what is compiled and run here.
 */
class ReadmeTests {

	private static final Path ROOT = Path.of("..");

	private static final Path SHOP = Path.of("src/test/java/com/lunogram/spring/boot/test/shop");

	@Test
	void showsATestOfTenLines() throws IOException {
		assertThat(example("OrderServiceTests.java").lines().filter((line) -> !line.isBlank()))
			.hasSizeLessThanOrEqualTo(10);
	}

	@ParameterizedTest
	@ValueSource(strings = { "OrderServiceTests.java", "DeliveryTests.java" })
	void showsTheTestsThatRun(String file) throws IOException {
		assertThat(Files.readString(ROOT.resolve("README.md"))).contains("```java\n" + example(file) + "\n```");
	}

	private static String example(String file) throws IOException {
		String example = Files.readString(SHOP.resolve(file));
		return example.substring(example.indexOf("@SpringBootTest\n")).strip();
	}

}
