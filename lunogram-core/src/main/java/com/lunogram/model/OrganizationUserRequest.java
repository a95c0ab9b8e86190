package com.lunogram.model;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Makes a user a member of an organization, or merges into the membership. Both must be
 * there already, else the server answers 404; identifiers only find them here and are not
 * attached.
 *
 * @param organization names of the one organization, at least one
 * @param user names of the one user, at least one
 * @param data attributes of the membership, a map or an object that Jackson writes as a
 * JSON object, merged key by key over the stored ones; {@code null} changes nothing
 */
public record OrganizationUserRequest(List<ExternalId> organization, List<ExternalId> user,
		@Nullable Object data) implements Write {

	public OrganizationUserRequest {
		organization = Checks.identifiers(organization, "organization.identifier");
		user = Checks.identifiers(user, "user.identifier");
		data = Checks.freeForm(data);
	}

	/**
	 * Begins a membership.
	 * @param organization an id of the organization of the default source, not blank
	 * @param user an id of the user of the default source, not blank
	 * @return a builder
	 */
	public static Builder builder(String organization, String user) {
		return builder(ExternalId.of(organization), ExternalId.of(user));
	}

	/**
	 * Begins a membership.
	 * @param organization an identifier of the organization
	 * @param user an identifier of the user
	 * @return a builder
	 */
	public static Builder builder(ExternalId organization, ExternalId user) {
		return new Builder(List.of(organization), List.of(user));
	}

	@Override
	public Operation operation() {
		return Operation.ADD_ORGANIZATION_USER;
	}

	@Override
	public List<Subject> subjects() {
		return RemoveOrganizationUserRequest.subjects(this.organization, this.user);
	}

	/**
	 * Builds a membership.
	 */
	public static final class Builder extends DataBuilder<Builder> {

		private final List<ExternalId> organization;

		private final List<ExternalId> user;

		private Builder(List<ExternalId> organization, List<ExternalId> user) {
			this.organization = organization;
			this.user = user;
		}

		/**
		 * Checks and builds the request.
		 * @return the request
		 */
		public OrganizationUserRequest build() {
			return new OrganizationUserRequest(this.organization, this.user, data());
		}

		@Override
		Builder self() {
			return this;
		}

	}

}
