package com.lunogram.spring.boot.actuate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import com.lunogram.delivery.DeadLetter;
import com.lunogram.delivery.UndeliveredWrite;
import com.lunogram.model.Operation;
import com.lunogram.model.Subject;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SanitizableData;

/**
 * Dead letters that are kept.
 *
 * @param total how many are kept
 * @param deadLetters the newest of them, the newest first
 */
public record DeadLettersDescriptor(int total,
		List<DeadLetterDescriptor> deadLetters) implements OperationResponseBody {

	static DeadLettersDescriptor of(List<DeadLetter> letters, int most, boolean showPayloads) {
		List<DeadLetter> newestFirst = new ArrayList<>(letters);
		Collections.reverse(newestFirst);
		return new DeadLettersDescriptor(letters.size(),
				newestFirst.stream()
					.limit(most)
					.map((letter) -> DeadLetterDescriptor.of(letter, showPayloads))
					.toList());
	}

	/**
	 * A write that was set aside.
	 *
	 * @param id number of the dead letter
	 * @param time when it was set aside
	 * @param operation what it would have done
	 * @param reason why it was not delivered
	 * @param message what is known beyond the reason, such as the server's words
	 * @param subjects whom it concerns; {@code null} if that is not to be shown
	 * @param payload what would have been sent, as text if it cannot be read, or
	 * asterisks
	 */
	public record DeadLetterDescriptor(long id, Instant time, Operation operation, UndeliveredWrite.Reason reason,
			String message, @Nullable List<Subject> subjects, Object payload) {

		/** So that what is read can be written, too, further down in an answer. */
		private static final int MAX_DEPTH = 400;

		private static final JsonMapper JSON = JsonMapper
			.builder(JsonFactory.builder()
				.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
				.build())
			.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
			.build();

		private static DeadLetterDescriptor of(DeadLetter letter, boolean showPayload) {
			UndeliveredWrite write = letter.write();
			return new DeadLetterDescriptor(letter.id(), letter.time(), write.operation(), write.reason(),
					write.message(), showPayload ? write.subjects() : null,
					showPayload ? payload(write.json()) : SanitizableData.SANITIZED_VALUE);
		}

		/**
		 * One that is beyond what a parser takes, such as for its depth or the length of
		 * a number, must not keep the others from being seen.
		 */
		private static Object payload(String json) {
			try {
				return JSON.readValue(json, Object.class);
			}
			catch (JacksonException ex) {
				return json;
			}
		}

	}

}
