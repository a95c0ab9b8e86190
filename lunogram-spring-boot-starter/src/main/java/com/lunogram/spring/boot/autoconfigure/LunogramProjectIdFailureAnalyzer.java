package com.lunogram.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;

/**
 * Says what to do about a project id that is none. Unlike Boot's own analysis it does not
 * print the value: it may well be the key, put into the wrong place.
 */
@Order(0)
class LunogramProjectIdFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final String PROPERTY = "lunogram.project-id";

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		if (!cause.getName().toString().equals(PROPERTY)) {
			return null;
		}
		String undefined = Placeholders.undefined(value(cause));
		Origin origin = (cause.getProperty() != null) ? cause.getProperty().getOrigin() : null;
		String description = Origins.describe("Lunogram cannot be set up: " + PROPERTY
				+ ((undefined != null) ? " refers to '" + undefined + "', which is not defined." : " is no UUID."),
				(origin != null) ? "Origin: " + origin : null);
		return new FailureAnalysis(description,
				((undefined != null) ? "Define that with" : "Give")
						+ " the ID of your Lunogram project, such as 123e4567-e89b-12d3-a456-426614174000, or leave "
						+ PROPERTY + " out if your server has no project in its paths.",
				cause);
	}

	/** What is left when all placeholders that have a value are replaced by it. */
	private static @Nullable String value(BindException cause) {
		return (cause.getCause() instanceof ConversionFailedException failure
				&& failure.getValue() instanceof String value) ? value : null;
	}

}
