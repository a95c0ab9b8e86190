package com.lunogram.spring.boot.test;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Something that the server answered with 202 and then dropped without telling anybody.
 *
 * @param time when the server dropped it
 * @param operation the operation's id in the contract document, such as
 * {@code postUserEvents}
 * @param reason why it was dropped, in words
 * @param body the entry of the request that was dropped; values may be {@code null}
 */
public record DroppedWrite(Instant time, String operation, String reason, Map<String, @Nullable Object> body) {

}
