package com.lunogram.model;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Creates an organization, or merges into the one that the identifiers name. What is left
 * out keeps its stored value. Identifiers of two different organizations make the server
 * answer 500: it does not merge organizations.
 *
 * @param identifier names of the one organization, at least one; those yet unknown are
 * attached
 * @param name display name; {@code null} keeps the stored one
 * @param data attributes, a map or an object that Jackson writes as a JSON object. Its
 * top-level keys replace the stored ones whole, a {@code null} value is stored as such;
 * {@code null} changes nothing
 */
public record UpsertOrganizationRequest(List<ExternalId> identifier, @Nullable String name,
		@Nullable Object data) implements Write {

	public UpsertOrganizationRequest {
		identifier = Checks.identifiers(identifier, "identifier");
		Checks.optionalText(name, "name");
		data = Checks.freeForm(data);
	}

	/**
	 * Begins the upsert of an organization.
	 * @param externalId an id of the default source, not blank
	 * @return a builder
	 */
	public static Builder builder(String externalId) {
		return builder(ExternalId.of(externalId));
	}

	/**
	 * Begins the upsert of an organization.
	 * @param identifiers one or more identifiers of one organization
	 * @return a builder
	 */
	public static Builder builder(ExternalId... identifiers) {
		return new Builder().identifier(identifiers);
	}

	@Override
	public Operation operation() {
		return Operation.UPSERT_ORGANIZATION;
	}

	@Override
	public List<Subject> subjects() {
		return Subject.organizations(this.identifier);
	}

	/**
	 * Builds the upsert of an organization.
	 */
	public static final class Builder extends DataBuilder<Builder> {

		private final List<ExternalId> identifier = new ArrayList<>(1);

		private @Nullable String name;

		private Builder() {
		}

		/**
		 * Adds identifiers of the same organization.
		 * @param identifiers the identifiers
		 * @return this builder
		 */
		public Builder identifier(ExternalId... identifiers) {
			this.identifier.addAll(List.of(identifiers));
			return this;
		}

		/**
		 * Sets the display name.
		 * @param name the name; {@code null} keeps the stored one
		 * @return this builder
		 */
		public Builder name(@Nullable String name) {
			this.name = name;
			return this;
		}

		/**
		 * Checks and builds the request.
		 * @return the request
		 */
		public UpsertOrganizationRequest build() {
			return new UpsertOrganizationRequest(this.identifier, this.name, data());
		}

		@Override
		Builder self() {
			return this;
		}

	}

}
