package com.lunogram.model;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an organization. The API has neither an id nor a time for
 * events: the server stamps the time at which it processes one. It accepts an event for
 * an organization it does not know, and drops it without telling.
 *
 * @param name name of the event, not blank, by convention {@code noun.verb}
 * @param identifier names of the one organization concerned; empty if {@code match} is
 * given
 * @param match selects the organizations concerned by their data; {@code null} if
 * {@code identifier} is given
 * @param data what happened, a map or an object that Jackson writes as a JSON object;
 * {@code null} for nothing
 */
public record OrganizationEvent(String name, List<ExternalId> identifier, @Nullable Match match,
		@Nullable Object data) implements Event {

	public OrganizationEvent {
		identifier = List.copyOf(identifier);
		EventBuilder.check(name, identifier, match);
		data = Checks.freeForm(data);
	}

	/**
	 * Begins an event.
	 * @param name name of the event, not blank
	 * @return a builder
	 */
	public static Builder builder(String name) {
		return new Builder(name);
	}

	@Override
	public Operation operation() {
		return Operation.POST_ORGANIZATION_EVENTS;
	}

	@Override
	public List<Subject> subjects() {
		return Subject.organizations(this.identifier);
	}

	/**
	 * Builds an organization event.
	 */
	public static final class Builder extends EventBuilder<Builder> {

		private Builder(String name) {
			super(name);
		}

		/**
		 * Names the organization concerned.
		 * @param externalId an id of the default source, not blank
		 * @return this builder
		 */
		public Builder organization(String externalId) {
			return organization(ExternalId.of(externalId));
		}

		/**
		 * Names the organization concerned, by one or more identifiers of that one
		 * organization.
		 * @param identifiers the identifiers
		 * @return this builder
		 */
		public Builder organization(ExternalId... identifiers) {
			this.identifier.addAll(List.of(identifiers));
			return this;
		}

		/**
		 * Checks and builds the event.
		 * @return the event
		 */
		public OrganizationEvent build() {
			return new OrganizationEvent(this.name, this.identifier, this.match, data());
		}

		@Override
		Builder self() {
			return this;
		}

	}

}
