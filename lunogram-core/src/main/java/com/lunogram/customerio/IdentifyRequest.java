package com.lunogram.customerio;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Creates a person, or changes attributes of one. Attributes that are left out keep their
 * values; a time is a date to Customer.io only as whole seconds since 1970, so give
 * {@link Instant#getEpochSecond()}, not the instant.
 *
 * @param person the person's id or e-mail address, or {@code cio_} and the id that
 * Customer.io has given; not blank, and neither {@code .} nor {@code ..}
 * @param attributes the attributes by their names, as they go out; a {@code null} value
 * does, too
 */
public record IdentifyRequest(String person, Map<String, @Nullable Object> attributes) {

	public IdentifyRequest {
		Checks.segment(person, "person");
		attributes = Checks.copy(attributes, "attributes");
	}

	/**
	 * Creates or changes a person.
	 * @param person id or e-mail address, or {@code cio_} and Customer.io's own id
	 * @param attributes the attributes by their names; may be empty
	 * @return the request
	 */
	public static IdentifyRequest of(String person, Map<String, ?> attributes) {
		return new IdentifyRequest(person, Checks.copy(attributes, "attributes"));
	}

	/**
	 * Begins a request.
	 * @param person id or e-mail address, or {@code cio_} and Customer.io's own id
	 * @return a builder
	 */
	public static Builder builder(String person) {
		return new Builder(person);
	}

	/**
	 * Builds a request. What Customer.io reserves a name for has a method of its own;
	 * {@code null} leaves it out.
	 */
	public static final class Builder {

		private final String person;

		private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();

		private Builder(String person) {
			this.person = person;
		}

		/**
		 * Sets an attribute.
		 * @param name its name, up to 150 bytes
		 * @param value anything that Jackson can write, up to 1,000 bytes; {@code null}
		 * goes out as such
		 * @return this builder
		 */
		public Builder attribute(String name, @Nullable Object value) {
			this.attributes.put(Checks.text(name, "attribute name"), value);
			return this;
		}

		/**
		 * Sets attributes.
		 * @param attributes the attributes by their names
		 * @return this builder
		 */
		public Builder attributes(Map<String, ?> attributes) {
			this.attributes.putAll(Checks.copy(attributes, "attributes"));
			return this;
		}

		/**
		 * Sets the id, where the person is named by something else.
		 * @param id the id
		 * @return this builder
		 */
		public Builder id(@Nullable String id) {
			return reserved("id", id);
		}

		/**
		 * Sets the e-mail address.
		 * @param email the address
		 * @return this builder
		 */
		public Builder email(@Nullable String email) {
			return reserved("email", email);
		}

		/**
		 * Says under which anonymous id events of this person came before.
		 * @param anonymousId the anonymous id
		 * @return this builder
		 */
		public Builder anonymousId(@Nullable String anonymousId) {
			return reserved("anonymous_id", anonymousId);
		}

		/**
		 * Sets when the person signed up.
		 * @param createdAt the time, sent in whole seconds
		 * @return this builder
		 */
		public Builder createdAt(@Nullable Instant createdAt) {
			return reserved("created_at", Checks.seconds(createdAt));
		}

		/**
		 * Sets whether the person gets no messages any more.
		 * @param unsubscribed {@code true} if so
		 * @return this builder
		 */
		public Builder unsubscribed(boolean unsubscribed) {
			return reserved("unsubscribed", unsubscribed);
		}

		/**
		 * Whether a person that does not exist yet is left alone.
		 * @param updateOnly {@code true} to only change, {@code false} to create as well
		 * @return this builder
		 */
		public Builder updateOnly(boolean updateOnly) {
			return reserved("_update", updateOnly);
		}

		/**
		 * Sets when the attributes came to be so.
		 * @param timestamp the time, sent in whole seconds
		 * @return this builder
		 */
		public Builder timestamp(@Nullable Instant timestamp) {
			return reserved("_timestamp", Checks.seconds(timestamp));
		}

		/**
		 * Subscribes to a topic, or unsubscribes from it.
		 * @param topic number of the topic, 1 or more
		 * @param subscribed whether the person gets its messages
		 * @return this builder
		 */
		public Builder topic(int topic, boolean subscribed) {
			return reserved("cio_subscription_preferences.topics.topic_" + Checks.positive(topic, "topic"), subscribed);
		}

		/**
		 * Gives the person relationships.
		 * @param relationships to which objects, at least one
		 * @return this builder
		 */
		public Builder addRelationships(List<Relationship> relationships) {
			return relationships("add_relationships", relationships);
		}

		/**
		 * Ends relationships of the person.
		 * @param relationships to which objects, at least one
		 * @return this builder
		 */
		public Builder deleteRelationships(List<Relationship> relationships) {
			return relationships("delete_relationships", relationships);
		}

		private Builder relationships(String action, List<Relationship> relationships) {
			if (relationships.isEmpty()) {
				throw new IllegalArgumentException("relationships must not be empty");
			}
			return reserved("cio_relationships",
					new Body().with("action", action)
						.with("relationships", relationships.stream().map(Relationship::toMap).toList())
						.map());
		}

		private Builder reserved(String name, @Nullable Object value) {
			if (value != null) {
				this.attributes.put(name, value);
			}
			else {
				this.attributes.remove(name);
			}
			return this;
		}

		/**
		 * Checks and builds the request.
		 * @return the request
		 */
		public IdentifyRequest build() {
			return new IdentifyRequest(this.person, this.attributes);
		}

	}

}
