package com.lunogram.customerio;

import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Who gets a broadcast, and what its messages may say. Those who get it are named in one
 * way only: by a filter, by ids, by e-mail addresses, with data of their own, or in a
 * file; if in none, it is the audience that the broadcast has in Customer.io.
 *
 * @param fields the fields by their names, as they go out; of {@code recipients},
 * {@code ids}, {@code emails}, {@code per_user_data} and {@code data_file_url} at most
 * one, and only the flags that belong to it
 */
public record BroadcastRequest(Map<String, @Nullable Object> fields) {

	private static final int MAX_RECIPIENTS = 10_000;

	private static final String ID_IGNORE_MISSING = "id_ignore_missing";

	private static final String EMAIL_IGNORE_MISSING = "email_ignore_missing";

	private static final String EMAIL_ADD_DUPLICATES = "email_add_duplicates";

	private static final Set<String> FLAGS = Set.of(ID_IGNORE_MISSING, EMAIL_IGNORE_MISSING, EMAIL_ADD_DUPLICATES);

	/** The ways to name recipients, with the flags that each has. */
	private static final Map<String, Set<String>> FORMS = Map.of("recipients", Set.of(), "ids",
			Set.of(ID_IGNORE_MISSING), "emails", Set.of(EMAIL_IGNORE_MISSING, EMAIL_ADD_DUPLICATES), "per_user_data",
			FLAGS, "data_file_url", FLAGS);

	public BroadcastRequest {
		fields = Checks.copy(fields, "fields");
		List<String> forms = fields.keySet().stream().filter(FORMS::containsKey).toList();
		if (forms.size() > 1) {
			throw new IllegalArgumentException(String.join(" and ", forms) + " exclude each other: give one of them");
		}
		Set<String> flags = forms.isEmpty() ? Set.of() : FORMS.getOrDefault(forms.get(0), Set.of());
		for (String field : fields.keySet()) {
			if (FLAGS.contains(field) && !flags.contains(field)) {
				throw new IllegalArgumentException(field + " does not go with "
						+ (forms.isEmpty() ? "the broadcast's own audience" : forms.get(0)) + ": leave it out");
			}
		}
	}

	/**
	 * Begins a request for the audience that the broadcast has in Customer.io.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Builds a request.
	 */
	public static final class Builder {

		private final Map<String, @Nullable Object> data = new LinkedHashMap<>();

		private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

		private Builder() {
		}

		/**
		 * Adds one value to what the messages may show.
		 * @param key its name
		 * @param value anything that Jackson can write; {@code null} goes out as such
		 * @return this builder
		 */
		public Builder data(String key, @Nullable Object value) {
			this.data.put(Checks.required(key, "data key"), value);
			return this;
		}

		/**
		 * Adds values to what the messages may show.
		 * @param data the values by their names
		 * @return this builder
		 */
		public Builder data(Map<String, ?> data) {
			this.data.putAll(Checks.copy(data, "data"));
			return this;
		}

		/**
		 * Sends to people whom a filter chooses.
		 * @param filter the filter
		 * @return this builder
		 */
		public Builder recipients(AudienceFilter filter) {
			return set("recipients", Checks.required(filter, "recipients").fields());
		}

		/**
		 * Sends to people of certain ids.
		 * @param ids the ids, 1 to 10,000
		 * @return this builder
		 */
		public Builder ids(Collection<String> ids) {
			return set("ids", Checks.texts(ids, "ids", MAX_RECIPIENTS));
		}

		/**
		 * Sends to people of certain e-mail addresses.
		 * @param emails the addresses, at least one
		 * @return this builder
		 */
		public Builder emails(Collection<String> emails) {
			return set("emails", Checks.texts(emails, "emails", Integer.MAX_VALUE));
		}

		/**
		 * Sends to people who have data of their own.
		 * @param recipients the people, 1 to 10,000
		 * @return this builder
		 */
		public Builder perUserData(Collection<BroadcastRecipient> recipients) {
			int size = Checks.required(recipients, "per_user_data").size();
			if (size == 0 || size > MAX_RECIPIENTS) {
				throw new IllegalArgumentException("per_user_data must be 1 to " + MAX_RECIPIENTS + ", not " + size);
			}
			return set("per_user_data", recipients.stream().map(BroadcastRecipient::toMap).toList());
		}

		/**
		 * Sends to people whom a file names.
		 * @param url where Customer.io finds the file: lines of JSON, each an object with
		 * {@code id} or {@code email}, and {@code data}
		 * @return this builder
		 */
		public Builder dataFileUrl(URI url) {
			return set("data_file_url", Checks.text(Checks.required(url, "data_file_url").toString(), "data_file_url"));
		}

		/**
		 * Sets whether the broadcast goes out though there are no people of some ids. For
		 * ids, data of their own, and files.
		 * @param idIgnoreMissing {@code true} if so
		 * @return this builder
		 */
		public Builder idIgnoreMissing(boolean idIgnoreMissing) {
			return set(ID_IGNORE_MISSING, idIgnoreMissing);
		}

		/**
		 * Sets whether the broadcast goes out though there are no people of some e-mail
		 * addresses. For e-mail addresses, data of their own, and files.
		 * @param emailIgnoreMissing {@code true} if so
		 * @return this builder
		 */
		public Builder emailIgnoreMissing(boolean emailIgnoreMissing) {
			return set(EMAIL_IGNORE_MISSING, emailIgnoreMissing);
		}

		/**
		 * Sets whether all get the broadcast who share an e-mail address. For e-mail
		 * addresses, data of their own, and files.
		 * @param emailAddDuplicates {@code true} if so
		 * @return this builder
		 */
		public Builder emailAddDuplicates(boolean emailAddDuplicates) {
			return set(EMAIL_ADD_DUPLICATES, emailAddDuplicates);
		}

		private Builder set(String field, Object value) {
			this.fields.put(field, value);
			return this;
		}

		/**
		 * Checks and builds the request.
		 * @return the request
		 * @throws IllegalArgumentException if recipients are named in several ways, or a
		 * flag does not belong to how they are named
		 */
		public BroadcastRequest build() {
			Body body = new Body().with("data", Checks.copy(this.data, "data"));
			this.fields.forEach(body::with);
			return new BroadcastRequest(body.map());
		}

	}

}
