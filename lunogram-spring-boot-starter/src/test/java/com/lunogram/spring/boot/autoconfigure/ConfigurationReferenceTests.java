package com.lunogram.spring.boot.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.lunogram.spring.boot.autoconfigure.ConfigurationMetadata.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what the documents say about properties is what applies.
 */
class ConfigurationReferenceTests {

	private static final Path ROOT = Path.of("..");

	private static final Path PAGE = ROOT.resolve("docs/configuration.md");

	private static final String WRITE = "lunogram.docs.write";

	/** A row of a table of properties that gives defaults. */
	private static final Pattern ROW = Pattern.compile("\\| `([a-z.-]+)` \\|(?: (.*?))?? \\|.*");

	private final ConfigurationMetadata metadata = new ConfigurationMetadata();

	@Test
	void referenceIsThatOfTheMetadata() throws IOException {
		String page = ConfigurationReference.of(this.metadata.properties());
		if (Boolean.getBoolean(WRITE)) {
			Files.writeString(PAGE, page);
		}
		assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
			.as("docs/configuration.md is not made from the properties as they are. Write it anew, and commit it:%n%n"
					+ "    mvn test -am -pl lunogram-spring-boot-starter -Dtest=%s"
					+ " -Dsurefire.failIfNoSpecifiedTests=false -D%s=true%n", getClass().getSimpleName(), WRITE)
			.isEqualTo(page);
	}

	@Test
	void everyPropertyHasItsRow() throws IOException {
		assertThat(this.metadata.properties()).isNotEmpty()
			.allSatisfy(
					(property) -> assertThat(Files.readString(PAGE)).containsOnlyOnce("| `" + property.name() + "` |"));
	}

	@ParameterizedTest
	@MethodSource("tablesWithDefaults")
	void tablesElsewhereAgree(Path document, String row) {
		Matcher parts = ROW.matcher(row);
		assertThat(parts.matches()).as("'%s' in %s has one property, by its whole name, and its default", row, document)
			.isTrue();
		Optional<Property> property = this.metadata.property(parts.group(1));
		assertThat(property).as("property of '%s' in %s", row, document).isPresent();
		assertThat(Objects.requireNonNullElse(parts.group(2), "")).as("default in '%s' in %s", row, document)
			.isEqualTo(ConfigurationReference.defaultValue(property.get().defaultValue()));
	}

	static List<Object[]> tablesWithDefaults() throws IOException {
		try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
			return Stream.concat(Stream.of(ROOT.resolve("README.md")), pages)
				.filter((page) -> page.toString().endsWith(".md"))
				.flatMap((page) -> rows(page).map((row) -> new Object[] { page, row }))
				.toList();
		}
	}

	private static Stream<String> rows(Path page) {
		try {
			return Pattern.compile("\\| property \\| default \\|[^\n]*\n\\|[ |-]+\n((?:\\|[^\n]*\n)+)")
				.matcher(Files.readString(page))
				.results()
				.flatMap((table) -> table.group(1).lines());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
