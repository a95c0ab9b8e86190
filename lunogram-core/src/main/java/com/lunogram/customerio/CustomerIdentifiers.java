package com.lunogram.customerio;

import org.jspecify.annotations.Nullable;

/**
 * The names that Customer.io has for a person.
 *
 * @param id the id that the application has given; {@code null} for none
 * @param email the e-mail address; {@code null} for none
 * @param cioId the id that Customer.io has given, as it stands in the answer;
 * {@code null} if that does not say
 */
public record CustomerIdentifiers(@Nullable String id, @Nullable String email, @Nullable String cioId) {

	static CustomerIdentifiers of(AnswerObject answer) {
		return new CustomerIdentifiers(answer.text("id"), answer.text("email"), answer.text("cio_id"));
	}

}
