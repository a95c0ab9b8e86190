package com.lunogram.model;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One name under which a user or an organization is known: a {@code source}, which is a
 * namespace such as {@code stripe}, and an id that is unique within it. A subject may
 * have several. Upserts attach unknown identifiers to the subject that the known ones
 * name; every other call only finds the subject by them. Identifiers that already belong
 * to two different subjects make the server answer 500: it never merges.
 *
 * @param source namespace of the id, not blank; {@value #DEFAULT_SOURCE} unless told
 * otherwise
 * @param externalId the id itself, not blank
 * @param metadata values stored with this identifier on an upsert, merged key by key over
 * the stored ones; {@code null} for none
 */
public record ExternalId(String source, String externalId, @Nullable Map<String, ?> metadata) {

	/** Source of an identifier that names none. */
	public static final String DEFAULT_SOURCE = "default";

	/** Source of {@link #anonymous(String) anonymous} identifiers. */
	public static final String ANONYMOUS_SOURCE = "anonymous";

	public ExternalId {
		Checks.text(source, "source");
		Checks.text(externalId, "external_id");
		metadata = (metadata != null) ? Checks.copy(metadata) : null;
	}

	/**
	 * An identifier of the source {@value #DEFAULT_SOURCE}.
	 * @param externalId the id, not blank
	 * @return the identifier
	 */
	public static ExternalId of(String externalId) {
		return new ExternalId(DEFAULT_SOURCE, externalId, null);
	}

	/**
	 * An identifier of the given source.
	 * @param source namespace of the id, not blank
	 * @param externalId the id, not blank
	 * @return the identifier
	 */
	public static ExternalId of(String source, String externalId) {
		return new ExternalId(source, externalId, null);
	}

	/**
	 * An identifier of the source {@value #ANONYMOUS_SOURCE}, for somebody who has not
	 * signed in yet.
	 * @param externalId the id, not blank
	 * @return the identifier
	 */
	public static ExternalId anonymous(String externalId) {
		return new ExternalId(ANONYMOUS_SOURCE, externalId, null);
	}

	/**
	 * This identifier with values to be stored beside it.
	 * @param metadata the values, by their names
	 * @return a new identifier
	 */
	public ExternalId withMetadata(Map<String, ?> metadata) {
		return new ExternalId(this.source, this.externalId, metadata);
	}

}
