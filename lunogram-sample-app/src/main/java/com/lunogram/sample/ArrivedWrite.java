package com.lunogram.sample;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One line of the page's table of what has arrived.
 *
 * @param time when it arrived
 * @param kind what it is, in words
 * @param name the event's name; {@code null} if it is no event
 * @param subject whom it concerns
 * @param data what it carries, as JSON
 * @param millis how long it took from the call; {@code null} if it does not carry the
 * time of that
 * @param dropped whether nobody will get it, as Lunogram does not know whom it concerns
 */
record ArrivedWrite(Instant time, String kind, @Nullable String name, String subject, String data,
		@Nullable Long millis, boolean dropped) {
}
