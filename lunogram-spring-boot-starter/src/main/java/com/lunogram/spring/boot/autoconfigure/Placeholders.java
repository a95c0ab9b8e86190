package com.lunogram.spring.boot.autoconfigure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Finds placeholders without value: binding leaves them as they are.
 */
final class Placeholders {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^:}]*)");

	private Placeholders() {
	}

	/**
	 * What a value refers to that is not defined.
	 * @param value the value as bound
	 * @return the name in the first placeholder; {@code null} if there is none
	 */
	static @Nullable String undefined(@Nullable String value) {
		Matcher placeholder = PLACEHOLDER.matcher((value != null) ? value : "");
		return placeholder.find() ? placeholder.group(1) : null;
	}

}
