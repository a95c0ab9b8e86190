package com.lunogram.spring;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import com.lunogram.model.ExternalId;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ObjectUtils;

/**
 * Makes identifiers of one subject from what an expression yields.
 */
final class Identifiers {

	private Identifiers() {
	}

	/**
	 * The identifiers that a value stands for.
	 * @param attribute the attribute of the annotation, for the message
	 * @param value the value
	 * @return the identifiers, not empty
	 * @throws EventNotEmittedException if it stands for none
	 */
	static ExternalId[] of(String attribute, @Nullable Object value) {
		Object source = ObjectUtils.unwrapOptional(value);
		if (source instanceof Collection<?> collection) {
			return of(attribute, collection);
		}
		if (source == null) {
			throw missing(attribute);
		}
		if (source.getClass().isArray()) {
			return of(attribute, Arrays.asList(ObjectUtils.toObjectArray(source)));
		}
		return new ExternalId[] { identifier(attribute, source) };
	}

	private static ExternalId[] of(String attribute, Collection<?> values) {
		List<ExternalId> identifiers = new ArrayList<>(values.size());
		for (Object value : values) {
			Object source = ObjectUtils.unwrapOptional(value);
			// A second identifier that this user does not have is no reason to lose the
			// event.
			if (source != null) {
				identifiers.add(identifier(attribute, source));
			}
		}
		if (identifiers.isEmpty()) {
			throw missing(attribute);
		}
		return identifiers.toArray(ExternalId[]::new);
	}

	private static ExternalId identifier(String attribute, Object source) {
		if (source instanceof ExternalId identifier) {
			return identifier;
		}
		if (source instanceof BigDecimal number) {
			return ExternalId.of(number.toPlainString());
		}
		if (source instanceof CharSequence || source instanceof Number || source instanceof UUID) {
			return ExternalId.of(source.toString());
		}
		throw new EventNotEmittedException(attribute + " evaluates to a " + source.getClass().getName()
				+ ", but must be text, a number, a UUID or an ExternalId");
	}

	private static EventNotEmittedException missing(String attribute) {
		return new EventNotEmittedException(attribute + " evaluates to nothing");
	}

}
