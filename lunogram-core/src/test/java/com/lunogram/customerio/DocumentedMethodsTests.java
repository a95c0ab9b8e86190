package com.lunogram.customerio;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of what other clients call our methods.
 */
class DocumentedMethodsTests {

	/** What has nothing to do with Customer.io. */
	private static final Set<String> OWN = Set.of("close", "toString", "withoutRetry");

	@ParameterizedTest
	@ValueSource(classes = { CustomerIoTrackClient.class, CustomerIoAppClient.class })
	void haveARowForEveryMethod(Class<?> client) throws IOException {
		List<String> rows = Files.readAllLines(Path.of("..", "docs", "customerio.md"));
		List<String> methods = Stream.of(client.getDeclaredMethods())
			.filter((method) -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
			.map(Method::getName)
			.filter((name) -> !OWN.contains(name))
			.distinct()
			.toList();
		assertThat(methods).isNotEmpty()
			.allSatisfy((name) -> assertThat(rows).anyMatch((row) -> row.startsWith("| `" + name + "(")));
	}

}
