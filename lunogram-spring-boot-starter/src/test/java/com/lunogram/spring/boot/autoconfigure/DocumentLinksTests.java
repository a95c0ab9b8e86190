package com.lunogram.spring.boot.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that links between the documents lead somewhere.
 */
class DocumentLinksTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```");

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|src=\"([^\"]+)\"");

	private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

	@ParameterizedTest
	@MethodSource("documents")
	void linksLeadSomewhere(Path document) {
		assertThat(links(document)).allSatisfy((link) -> {
			String[] parts = link.split("#", 2);
			Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
			assertThat(target).as("%s in %s", link, document).exists();
			if (parts.length > 1) {
				assertThat(anchors(target)).as("headings of %s, to which %s links", target, document)
					.contains(parts[1]);
			}
		});
	}

	static List<Path> documents() {
		return Stream.of(ROOT, ROOT.resolve("docs")).flatMap((folder) -> {
			try (Stream<Path> files = Files.list(folder)) {
				return files.filter((file) -> file.toString().endsWith(".md")).sorted().toList().stream();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}).toList();
	}

	private static List<String> links(Path document) {
		return LINK.matcher(read(document))
			.results()
			.map((link) -> (link.group(1) != null) ? link.group(1) : link.group(2))
			.filter((link) -> !link.contains(":"))
			.toList();
	}

	/** What GitHub makes of the headings. */
	private static Set<String> anchors(Path document) {
		Set<String> anchors = new HashSet<>();
		Map<String, Integer> counts = new HashMap<>();
		HEADING.matcher(read(document)).results().forEach((heading) -> {
			String anchor = heading.group(1)
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^\\p{Alnum}_ -]", "")
				.replace(' ', '-');
			int before = counts.merge(anchor, 1, Integer::sum) - 1;
			anchors.add((before > 0) ? anchor + "-" + before : anchor);
		});
		return anchors;
	}

	private static String read(Path document) {
		try {
			return CODE.matcher(Files.readString(document)).replaceAll("");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
