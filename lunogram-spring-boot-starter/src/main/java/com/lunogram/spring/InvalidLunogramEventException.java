package com.lunogram.spring;

import org.jspecify.annotations.Nullable;

/**
 * A {@link LunogramEvent} that could never work, found when the application starts.
 */
class InvalidLunogramEventException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String description;

	private final String remedy;

	/**
	 * Creates the exception.
	 * @param place class and method that carry the annotation
	 * @param attribute the attribute at fault, as it is written
	 * @param problem what is wrong, a sentence that need not have its full stop
	 * @param remedy what to do about it, a sentence that need not have its full stop
	 * @param cause what the parser said; {@code null} for none
	 */
	InvalidLunogramEventException(String place, String attribute, String problem, String remedy,
			@Nullable Throwable cause) {
		super("@LunogramEvent on %s: %s: %s %s".formatted(place, attribute, sentence(problem), sentence(remedy)),
				cause);
		this.description = "@LunogramEvent on%n%n    %s%n%nis not valid in%n%n    %s%n%n%s".formatted(place, attribute,
				sentence(problem));
		this.remedy = sentence(remedy);
	}

	private static String sentence(String text) {
		return (text.endsWith("?") || text.endsWith(".") || text.endsWith("\"")) ? text : text + ".";
	}

	String description() {
		return this.description;
	}

	String remedy() {
		return this.remedy;
	}

}
