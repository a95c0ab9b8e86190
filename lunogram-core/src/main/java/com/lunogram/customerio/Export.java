package com.lunogram.customerio;

import java.time.Instant;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * An export, be it done or under way.
 *
 * @param id its number
 * @param type what it holds
 * @param status how far it is
 * @param failed whether it failed
 * @param description what it is, for people; {@code null} for none
 * @param total how many entries it has, 0 until it is done; {@code null} if the answer
 * does not say
 * @param downloads how often it was downloaded; {@code null} if the answer does not say
 * @param userId number of the user who has started it; {@code null} for none
 * @param userEmail e-mail address of that user; {@code null} for none
 * @param deduplicateId number and time as one text; {@code null} if the answer does not
 * say
 * @param createdAt when it was started, in whole seconds; {@code null} if the answer does
 * not say
 * @param updatedAt when it last changed, in whole seconds; {@code null} if the answer
 * does not say
 */
public record Export(long id, Type type, Status status, boolean failed, @Nullable String description,
		@Nullable Long total, @Nullable Long downloads, @Nullable Long userId, @Nullable String userEmail,
		@Nullable String deduplicateId, @Nullable Instant createdAt, @Nullable Instant updatedAt) {

	static Export of(long id, AnswerObject answer) {
		return new Export(id, known(Type.values(), answer.text("type"), Type.UNKNOWN),
				known(Status.values(), answer.text("status"), Status.UNKNOWN), answer.isTrue("failed"),
				answer.text("description"), answer.number("total"), answer.number("downloads"),
				answer.number("user_id"), answer.text("user_email"), answer.text("deduplicate_id"),
				answer.time("created_at"), answer.time("updated_at"));
	}

	private static <E extends Enum<E>> E known(E[] values, @Nullable String wireName, E unknown) {
		for (E value : values) {
			if (value.name().toLowerCase(Locale.ROOT).equals(wireName)) {
				return value;
			}
		}
		return unknown;
	}

	/**
	 * What an export holds.
	 */
	public enum Type {

		/** People. */
		CUSTOMERS,

		/** Deliveries: what became of messages. */
		DELIVERIES,

		/** Something that this version of the library does not know. */
		UNKNOWN

	}

	/**
	 * How far an export is.
	 */
	public enum Status {

		/** Not done yet. */
		PENDING,

		/** Its file can be downloaded. */
		DONE,

		/** There will be no file. */
		FAILED,

		/** Something that this version of the library does not know. */
		UNKNOWN

	}

}
