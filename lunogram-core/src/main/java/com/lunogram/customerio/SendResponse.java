package com.lunogram.customerio;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Customer.io has taken a message and will send it.
 *
 * @param deliveryId id of the delivery, by which Customer.io tells what becomes of it;
 * {@code null} if the answer does not say
 * @param queuedAt when it was taken, in whole seconds; {@code null} if the answer does
 * not say
 * @param sendAt when it will be sent, in whole seconds; {@code null} unless that was
 * asked to be later
 */
public record SendResponse(@Nullable String deliveryId, @Nullable Instant queuedAt, @Nullable Instant sendAt) {

	static SendResponse of(AnswerObject answer) {
		return new SendResponse(answer.text("delivery_id"), answer.time("queued_at"), answer.time("send_at"));
	}

}
