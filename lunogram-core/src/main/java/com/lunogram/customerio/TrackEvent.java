package com.lunogram.customerio;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Something that somebody did: an event, the view of a page, or that of a screen.
 *
 * @param kind which of the three
 * @param name name of the event, URL or path of the page, or name of the screen; not
 * blank, up to 100 bytes
 * @param data what belongs to it, up to 100,000 bytes as JSON; empty for nothing.
 * {@code recipient}, {@code from_address} and {@code reply_to} override the settings of
 * campaigns that it triggers
 * @param id what Customer.io knows repeats by, which it ignores; by its documentation a
 * ULID (26 characters), and other values may be refused. {@code null} for none: the event
 * is then not repeated when it is in doubt whether it has arrived
 * @param timestamp when it happened, sent in whole seconds; {@code null} for when it
 * arrives. Events older than 72 hours trigger no campaigns
 */
public record TrackEvent(Kind kind, String name, Map<String, @Nullable Object> data, @Nullable String id,
		@Nullable Instant timestamp) {

	static final String RECIPIENT = "recipient";

	public TrackEvent {
		Checks.required(kind, "kind");
		Checks.text(name, "name");
		data = Checks.copy(data, "data");
		Checks.optionalText(id, "id");
	}

	/**
	 * An event with nothing but a name.
	 * @param name its name, not blank
	 * @return the event
	 */
	public static TrackEvent of(String name) {
		return of(name, Map.of());
	}

	/**
	 * An event.
	 * @param name its name, not blank
	 * @param data what belongs to it; may be empty
	 * @return the event
	 */
	public static TrackEvent of(String name, Map<String, ?> data) {
		return builder(name).data(data).build();
	}

	/**
	 * Begins an event.
	 * @param name its name, not blank
	 * @return a builder
	 */
	public static Builder builder(String name) {
		return new Builder(Kind.EVENT, name);
	}

	/**
	 * Begins the view of a page.
	 * @param page its URL or path, not blank
	 * @return a builder
	 */
	public static Builder page(String page) {
		return new Builder(Kind.PAGE, page);
	}

	/**
	 * Begins the view of a screen.
	 * @param screen its name, not blank
	 * @return a builder
	 */
	public static Builder screen(String screen) {
		return new Builder(Kind.SCREEN, screen);
	}

	/** Whether Customer.io ignores a repeat. */
	boolean isRepeatable() {
		return this.id != null;
	}

	/** This event with a recipient, which it must not have yet, unless it is the same. */
	TrackEvent withRecipient(String recipient) {
		Object other = this.data.getOrDefault(RECIPIENT, recipient);
		if (!recipient.equals(other)) {
			throw new IllegalArgumentException("data.recipient is another one already");
		}
		Map<String, @Nullable Object> withRecipient = new LinkedHashMap<>(this.data);
		withRecipient.put(RECIPIENT, recipient);
		return new TrackEvent(this.kind, this.name, withRecipient, this.id, this.timestamp);
	}

	/** The fields as the Track API's first version wants them. */
	Body toBody() {
		Body body = new Body().with("name", this.name);
		if (this.kind != Kind.EVENT) {
			body.with("type", this.kind.wireName());
		}
		return body.with("data", this.data).with("id", this.id).with("timestamp", Checks.seconds(this.timestamp));
	}

	/**
	 * What happened.
	 */
	public enum Kind {

		/** Anything. */
		EVENT("event"),

		/** A page of a web site was looked at. */
		PAGE("page"),

		/** A screen of an app was looked at. */
		SCREEN("screen");

		private final String wireName;

		Kind(String wireName) {
			this.wireName = wireName;
		}

		String wireName() {
			return this.wireName;
		}

	}

	/**
	 * Builds an event.
	 */
	public static final class Builder {

		private final Kind kind;

		private final String name;

		private final Map<String, @Nullable Object> data = new LinkedHashMap<>();

		private @Nullable String id;

		private @Nullable Instant timestamp;

		private Builder(Kind kind, String name) {
			this.kind = kind;
			this.name = name;
		}

		/**
		 * Adds one value to the data.
		 * @param key name of the value
		 * @param value anything that Jackson can write; {@code null} goes out as such
		 * @return this builder
		 */
		public Builder data(String key, @Nullable Object value) {
			this.data.put(Checks.required(key, "data key"), value);
			return this;
		}

		/**
		 * Adds values to the data.
		 * @param data the values by their names
		 * @return this builder
		 */
		public Builder data(Map<String, ?> data) {
			this.data.putAll(Checks.copy(data, "data"));
			return this;
		}

		/**
		 * Sets what Customer.io knows repeats by.
		 * @param id by Customer.io's documentation a ULID; {@code null} for none
		 * @return this builder
		 */
		public Builder id(@Nullable String id) {
			this.id = id;
			return this;
		}

		/**
		 * Sets when it happened.
		 * @param timestamp the time, sent in whole seconds; {@code null} for when it
		 * arrives
		 * @return this builder
		 */
		public Builder timestamp(@Nullable Instant timestamp) {
			this.timestamp = timestamp;
			return this;
		}

		/**
		 * Checks and builds the event.
		 * @return the event
		 */
		public TrackEvent build() {
			return new TrackEvent(this.kind, this.name, this.data, this.id, this.timestamp);
		}

	}

}
