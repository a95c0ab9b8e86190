package com.lunogram.customerio;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Which deliveries to export.
 *
 * @param fields the fields by their names, as they go out; exactly one of
 * {@code newsletter_id}, {@code campaign_id}, {@code transactional_message_id},
 * {@code action_id} and {@code template_id}
 */
public record DeliveriesExportRequest(Map<String, @Nullable Object> fields) {

	private static final List<String> SOURCES = List.of("newsletter_id", "campaign_id", "transactional_message_id",
			"action_id", "template_id");

	public DeliveriesExportRequest {
		fields = Checks.copy(fields, "fields");
		if (SOURCES.stream().filter(fields::containsKey).count() != 1) {
			throw new IllegalArgumentException("exactly one of " + String.join(", ", SOURCES) + " is required");
		}
		if (fields.get("start") instanceof Number start && fields.get("end") instanceof Number end
				&& start.longValue() > end.longValue()) {
			throw new IllegalArgumentException("start must not be after end");
		}
	}

	/**
	 * Deliveries of a newsletter.
	 * @param newsletterId its number, 1 or more
	 * @return a builder
	 */
	public static Builder newsletter(long newsletterId) {
		return new Builder("newsletter_id", newsletterId);
	}

	/**
	 * Deliveries of a campaign.
	 * @param campaignId its number, 1 or more
	 * @return a builder
	 */
	public static Builder campaign(long campaignId) {
		return new Builder("campaign_id", campaignId);
	}

	/**
	 * Deliveries of a transactional message.
	 * @param transactionalMessageId its number, 1 or more
	 * @return a builder
	 */
	public static Builder transactionalMessage(long transactionalMessageId) {
		return new Builder("transactional_message_id", transactionalMessageId);
	}

	/**
	 * Deliveries of an action of a campaign or broadcast.
	 * @param actionId its number, 1 or more
	 * @return a builder
	 */
	public static Builder action(long actionId) {
		return new Builder("action_id", actionId);
	}

	/**
	 * Deliveries of a template.
	 * @param templateId its number, 1 or more
	 * @return a builder
	 */
	public static Builder template(long templateId) {
		return new Builder("template_id", templateId);
	}

	/**
	 * Builds a request.
	 */
	public static final class Builder {

		private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

		private Builder(String source, long id) {
			this.fields.put(source, Checks.positive(id, source));
		}

		/**
		 * Exports no deliveries from before a time.
		 * @param start the time, sent in whole seconds; {@code null} for none. Without a
		 * window Customer.io takes the last six months, and none is longer than twelve
		 * @return this builder
		 */
		public Builder start(@Nullable Instant start) {
			return set("start", Checks.seconds(start));
		}

		/**
		 * Exports no deliveries from after a time.
		 * @param end the time, sent in whole seconds; {@code null} for none
		 * @return this builder
		 */
		public Builder end(@Nullable Instant end) {
			return set("end", Checks.seconds(end));
		}

		/**
		 * Sets which attributes of the people come along.
		 * @param attributes names of the attributes; empty for none
		 * @return this builder
		 */
		public Builder attributes(Collection<String> attributes) {
			return set("attributes",
					attributes.isEmpty() ? null : Checks.texts(attributes, "attributes", Integer.MAX_VALUE));
		}

		/**
		 * Exports only deliveries that something has become of.
		 * @param metric what must have become of them; {@code null} for any
		 * @return this builder
		 */
		public Builder metric(@Nullable Metric metric) {
			return set("metric", (metric != null) ? metric.name().toLowerCase(Locale.ROOT) : null);
		}

		/**
		 * Sets whether drafts are exported, instead of what was sent.
		 * @param drafts {@code true} for drafts
		 * @return this builder
		 */
		public Builder drafts(boolean drafts) {
			return set("drafts", drafts);
		}

		private Builder set(String field, @Nullable Object value) {
			if (value != null) {
				this.fields.put(field, value);
			}
			else {
				this.fields.remove(field);
			}
			return this;
		}

		/**
		 * Checks and builds the request.
		 * @return the request
		 */
		public DeliveriesExportRequest build() {
			return new DeliveriesExportRequest(this.fields);
		}

	}

	/**
	 * What can become of a delivery.
	 */
	public enum Metric {

		/** It was made. */
		CREATED,

		/** It was tried, and will be again. */
		ATTEMPTED,

		/** It was sent. */
		SENT,

		/** It arrived. */
		DELIVERED,

		/** Somebody opened it. */
		OPENED,

		/** Somebody followed a link in it. */
		CLICKED,

		/** It led to what it was meant to. */
		CONVERTED,

		/** It came back. */
		BOUNCED,

		/** Somebody called it spam. */
		SPAMMED,

		/** Somebody wanted no more of them. */
		UNSUBSCRIBED,

		/** The provider did not send it. */
		DROPPED,

		/** It could not be sent. */
		FAILED,

		/** Customer.io did not send it. */
		UNDELIVERABLE

	}

}
