package com.lunogram.model;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Creates a user, or merges into the one that the identifiers name. What is left out
 * keeps its stored value, and no field but {@code data} can be cleared. Identifiers of
 * two different users make the server answer 500: it does not merge users.
 *
 * @param identifier names of the one user, at least one; those yet unknown are attached
 * @param email address of ASCII characters; {@code null} keeps the stored one
 * @param phone number in E.164 form such as {@code +31612345678}; {@code null} keeps the
 * stored one
 * @param timezone {@code null} keeps the stored one
 * @param locale {@code null} keeps the stored one
 * @param data attributes, a map or an object that Jackson writes as a JSON object. Its
 * top-level keys replace the stored ones whole, a {@code null} value is stored as such;
 * {@code null} changes nothing
 */
public record UpsertUserRequest(List<ExternalId> identifier, @Nullable String email, @Nullable String phone,
		@Nullable ZoneId timezone, @Nullable Locale locale, @Nullable Object data) implements Write {

	public UpsertUserRequest {
		identifier = Checks.identifiers(identifier, "identifier");
		Checks.email(email);
		Checks.phone(phone);
		if (locale != null && locale.getLanguage().isEmpty()) {
			throw new IllegalArgumentException("locale needs a language");
		}
		data = Checks.freeForm(data);
	}

	/**
	 * Begins the upsert of a user.
	 * @param externalId an id of the default source, not blank
	 * @return a builder
	 */
	public static Builder builder(String externalId) {
		return builder(ExternalId.of(externalId));
	}

	/**
	 * Begins the upsert of a user.
	 * @param identifiers one or more identifiers of one user
	 * @return a builder
	 */
	public static Builder builder(ExternalId... identifiers) {
		return new Builder().identifier(identifiers);
	}

	@Override
	public Operation operation() {
		return Operation.UPSERT_USER;
	}

	@Override
	public List<Subject> subjects() {
		return Subject.users(this.identifier);
	}

	/**
	 * Builds the upsert of a user.
	 */
	public static final class Builder extends DataBuilder<Builder> {

		private final List<ExternalId> identifier = new ArrayList<>(1);

		private @Nullable String email;

		private @Nullable String phone;

		private @Nullable ZoneId timezone;

		private @Nullable Locale locale;

		private Builder() {
		}

		/**
		 * Adds identifiers of the same user.
		 * @param identifiers the identifiers
		 * @return this builder
		 */
		public Builder identifier(ExternalId... identifiers) {
			this.identifier.addAll(List.of(identifiers));
			return this;
		}

		/**
		 * Sets the e-mail address.
		 * @param email address of ASCII characters; {@code null} keeps the stored one
		 * @return this builder
		 */
		public Builder email(@Nullable String email) {
			this.email = email;
			return this;
		}

		/**
		 * Sets the phone number.
		 * @param phone number in E.164 form such as {@code +31612345678}; {@code null}
		 * keeps the stored one
		 * @return this builder
		 */
		public Builder phone(@Nullable String phone) {
			this.phone = phone;
			return this;
		}

		/**
		 * Sets the time zone.
		 * @param timezone the zone; {@code null} keeps the stored one
		 * @return this builder
		 */
		public Builder timezone(@Nullable ZoneId timezone) {
			this.timezone = timezone;
			return this;
		}

		/**
		 * Sets the language.
		 * @param locale the locale, sent as its BCP 47 tag; {@code null} keeps the stored
		 * one
		 * @return this builder
		 */
		public Builder locale(@Nullable Locale locale) {
			this.locale = locale;
			return this;
		}

		/**
		 * Checks and builds the request.
		 * @return the request
		 */
		public UpsertUserRequest build() {
			return new UpsertUserRequest(this.identifier, this.email, this.phone, this.timezone, this.locale, data());
		}

		@Override
		Builder self() {
			return this;
		}

	}

}
