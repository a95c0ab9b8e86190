package com.lunogram.customerio;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the builders of all messages have in common. What is not set is left out, and
 * Customer.io then does as the message's template says.
 *
 * @param <B> the builder
 */
public abstract sealed class SendRequestBuilder<B extends SendRequestBuilder<B>> permits SendEmailRequest.Builder,
		SendPushRequest.Builder, SendSmsRequest.Builder, SendInAppRequest.Builder, SendInboxMessageRequest.Builder {

	private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

	private final Map<String, @Nullable Object> messageData = new LinkedHashMap<>();

	SendRequestBuilder() {
	}

	abstract B self();

	/**
	 * Sets the template.
	 * @param transactionalMessageId its name or number in Customer.io, not blank
	 * @return this builder
	 */
	public final B transactionalMessageId(String transactionalMessageId) {
		return set("transactional_message_id", Checks.text(transactionalMessageId, "transactional_message_id"));
	}

	/**
	 * Sets the template.
	 * @param transactionalMessageId its number in Customer.io, 1 or more
	 * @return this builder
	 */
	public final B transactionalMessageId(long transactionalMessageId) {
		return set("transactional_message_id", Checks.positive(transactionalMessageId, "transactional_message_id"));
	}

	/**
	 * Sets the person whom the message is for. Customer.io creates one that it does not
	 * know.
	 * @param person the person, not by the phone number; {@code null} for none
	 * @return this builder
	 */
	public final B person(@Nullable PersonIdentifier person) {
		return set("identifiers", (person != null) ? person.toMapWithoutPhone("identifiers") : null);
	}

	/**
	 * Adds one value to what the template can show.
	 * @param key its name; templates read it as {@code trigger.} and this name
	 * @param value anything that Jackson can write; {@code null} goes out as such
	 * @return this builder
	 */
	public final B messageData(String key, @Nullable Object value) {
		this.messageData.put(Checks.required(key, "message_data key"), value);
		return self();
	}

	/**
	 * Adds values to what the template can show.
	 * @param messageData the values by their names
	 * @return this builder
	 */
	public final B messageData(Map<String, ?> messageData) {
		this.messageData.putAll(Checks.copy(messageData, "message_data"));
		return self();
	}

	/**
	 * Sets whether Customer.io forgets what the message said.
	 * @param disableMessageRetention {@code true} if so
	 * @return this builder
	 */
	public final B disableMessageRetention(boolean disableMessageRetention) {
		return set("disable_message_retention", disableMessageRetention);
	}

	/**
	 * Sets whether the message waits as a draft until somebody sends it.
	 * @param queueDraft {@code true} if so
	 * @return this builder
	 */
	public final B queueDraft(boolean queueDraft) {
		return set("queue_draft", queueDraft);
	}

	/**
	 * Sets when the message is to be sent.
	 * @param sendAt the time, sent in whole seconds, at most 90 days from now; one that
	 * is past, or {@code null}, means at once
	 * @return this builder
	 */
	public final B sendAt(@Nullable Instant sendAt) {
		return set("send_at", Checks.seconds(sendAt));
	}

	/**
	 * Sets the language, for templates that have several.
	 * @param language the language as Customer.io writes it, such as {@code nl}, not
	 * blank; {@code null} for that of the person
	 * @return this builder
	 */
	public final B language(@Nullable String language) {
		return text("language", language);
	}

	/** Sets a field to what must not be blank. */
	final B text(String field, @Nullable String value) {
		return set(field, Checks.optionalText(value, field));
	}

	/** Sets a field; {@code null} leaves it out. */
	final B set(String field, @Nullable Object value) {
		if (value != null) {
			this.fields.put(field, value);
		}
		else {
			this.fields.remove(field);
		}
		return self();
	}

	/** The fields as they are now. */
	final Body fields() {
		Body body = new Body();
		this.fields.forEach(body::with);
		return body.with("message_data", Checks.copy(this.messageData, "message_data"));
	}

}
