package com.lunogram.model;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened, to a user or to an organization.
 */
public sealed interface Event extends Write permits UserEvent, OrganizationEvent {

	/**
	 * Name of the event.
	 * @return the name, not blank
	 */
	String name();

	/**
	 * Names of the one subject concerned.
	 * @return identifiers of that one subject; empty if there is a {@link #match()}
	 */
	List<ExternalId> identifier();

	/**
	 * What selects the subjects concerned by their data.
	 * @return pairs that their data contain; {@code null} if there is an
	 * {@link #identifier()}
	 */
	@Nullable Match match();

	/**
	 * What happened.
	 * @return a map, or an object that Jackson writes as a JSON object; {@code null} for
	 * nothing
	 */
	@Nullable Object data();

}
