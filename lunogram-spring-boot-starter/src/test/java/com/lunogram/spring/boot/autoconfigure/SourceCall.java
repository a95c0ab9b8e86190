package com.lunogram.spring.boot.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A call in the source of a module, and what its arguments say.
 *
 * @param place file and line
 * @param arguments the arguments as they are written
 */
record SourceCall(String place, List<String> arguments) {

	private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

	private static final Pattern CONCATENATED = Pattern.compile("\"\\s*\\+\\s*\"");

	/** What is filled in when the message is made. */
	private static final Pattern PLACEHOLDER = Pattern.compile("\\{}|%\\w");

	private static final Pattern LOGGER = Pattern.compile("\\b(?:Logger|OccasionalLog)\\s+(\\w+)\\s*[=;]");

	/** Calls that write a warning or an error to the log. */
	static Stream<SourceCall> logging(Path module) {
		return sources(module).flatMap((file) -> {
			String source = read(file);
			List<String> loggers = LOGGER.matcher(source)
				.results()
				.map((logger) -> logger.group(1))
				.distinct()
				.toList();
			return loggers.isEmpty() ? Stream.empty() : in(file, source,
					"\\b(?:" + String.join("|", loggers) + ")\\s*\\.\\s*(?:warn|error|atWarn|atError)\\(");
		});
	}

	/** Calls that a pattern finds, up to their opening parenthesis. */
	static Stream<SourceCall> of(Path module, String call) {
		return sources(module).flatMap((file) -> in(file, read(file), call));
	}

	private static Stream<SourceCall> in(Path file, String source, String call) {
		Matcher matcher = Pattern.compile(call).matcher(source);
		return matcher.results().map((found) -> {
			long line = source.substring(0, found.start()).lines().count();
			return new SourceCall(file.getFileName() + ":" + line, arguments(source, found.end()));
		});
	}

	private static List<String> arguments(String source, int begin) {
		List<String> arguments = new ArrayList<>();
		int depth = 0;
		int argument = begin;
		for (int i = begin;; i++) {
			char character = source.charAt(i);
			if (character == '"' || character == '\'') {
				i = endOfLiteral(source, i);
			}
			else if ("([{".indexOf(character) >= 0) {
				depth++;
			}
			else if (depth > 0 && ")]}".indexOf(character) >= 0) {
				depth--;
			}
			else if (depth == 0 && (character == ',' || character == ')')) {
				arguments.add(source.substring(argument, i).strip());
				argument = i + 1;
				if (character == ')') {
					return arguments;
				}
			}
		}
	}

	private static int endOfLiteral(String source, int begin) {
		int i = begin + 1;
		while (source.charAt(i) != source.charAt(begin)) {
			i += (source.charAt(i) == '\\') ? 2 : 1;
		}
		return i;
	}

	/**
	 * What an argument always says, in order; empty if that is nothing, or there is no
	 * such argument.
	 */
	List<String> text(int argument) {
		if (argument >= this.arguments.size()) {
			return List.of();
		}
		String joined = CONCATENATED.matcher(this.arguments.get(argument)).replaceAll("");
		return LITERAL.matcher(joined)
			.results()
			.map((literal) -> literal.group(1).translateEscapes())
			.flatMap(PLACEHOLDER::splitAsStream)
			.map(String::strip)
			.filter((text) -> text.chars().anyMatch(Character::isLetter))
			.toList();
	}

	private static Stream<Path> sources(Path module) {
		try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
			return files.filter((file) -> file.toString().endsWith(".java")).sorted().toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
