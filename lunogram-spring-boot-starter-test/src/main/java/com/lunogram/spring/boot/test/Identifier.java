package com.lunogram.spring.boot.test;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One identifier of a subject, as a request named it or as the server stores it.
 *
 * @param source where the identifier comes from; {@code default} if the request named
 * none
 * @param externalId the identifier within that source
 * @param metadata what was sent along with it, empty for nothing; values may be
 * {@code null}
 */
public record Identifier(String source, String externalId, Map<String, @Nullable Object> metadata) {

	static final String DEFAULT_SOURCE = "default";

	static Identifier of(String source, String externalId) {
		return new Identifier(source, externalId, Map.of());
	}

	/** Whether there is one of the default source. */
	static boolean contains(List<Identifier> identifiers, String externalId) {
		Identifier wanted = of(DEFAULT_SOURCE, externalId);
		return identifiers.stream().anyMatch((identifier) -> identifier.withoutMetadata().equals(wanted));
	}

	/** The part that is unique in a project. */
	Identifier withoutMetadata() {
		return this.metadata.isEmpty() ? this : of(this.source, this.externalId);
	}

}
