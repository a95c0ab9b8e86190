package com.lunogram.model;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a user. The API has neither an id nor a time for events: the
 * server stamps the time at which it processes one. It accepts an event for a user it
 * does not know, and drops it without telling.
 *
 * @param name name of the event, not blank, by convention {@code noun.verb}
 * @param identifier names of the one user concerned; empty if {@code match} is given
 * @param match selects the users concerned by their data; {@code null} if
 * {@code identifier} is given
 * @param data what happened, a map or an object that Jackson writes as a JSON object;
 * empty for nothing
 */
public record UserEvent(String name, List<ExternalId> identifier, @Nullable Match match, Object data) implements Event {

	public UserEvent {
		identifier = List.copyOf(identifier);
		EventBuilder.check(name, identifier, match);
		data = Checks.required(Checks.freeForm(data), "data");
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
		return Operation.POST_USER_EVENTS;
	}

	@Override
	public List<Subject> subjects() {
		return Subject.users(this.identifier);
	}

	/**
	 * Builds a user event.
	 */
	public static final class Builder extends EventBuilder<Builder> {

		private Builder(String name) {
			super(name);
		}

		/**
		 * Names the user concerned.
		 * @param externalId an id of the default source, not blank
		 * @return this builder
		 */
		public Builder user(String externalId) {
			return user(ExternalId.of(externalId));
		}

		/**
		 * Names the user concerned, by one or more identifiers of that one user.
		 * @param identifiers the identifiers
		 * @return this builder
		 */
		public Builder user(ExternalId... identifiers) {
			this.identifier.addAll(List.of(identifiers));
			return this;
		}

		/**
		 * Checks and builds the event.
		 * @return the event
		 */
		public UserEvent build() {
			Object data = data();
			return new UserEvent(this.name, this.identifier, this.match, (data != null) ? data : Map.of());
		}

		@Override
		Builder self() {
			return this;
		}

	}

}
