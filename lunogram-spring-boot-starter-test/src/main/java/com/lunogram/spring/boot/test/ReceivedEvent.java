package com.lunogram.spring.boot.test;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An event that the server took. An event of a refused request is not one, unless it
 * stood before the entry that was refused.
 *
 * @param time when the server took it
 * @param kind whether it is an event of users or of organizations
 * @param name the event's name
 * @param identifiers the identifiers of its one subject, empty if the event has a match
 * @param match the data that its subjects must hold, or {@code null} if the event has
 * identifiers
 * @param data the event's data, empty for none; values may be {@code null}
 * @param dropped whether nobody will get it, because the server had no subject with these
 * identifiers when the event came
 */
public record ReceivedEvent(Instant time, SubjectKind kind, String name, List<Identifier> identifiers,
		@Nullable Map<String, @Nullable Object> match, Map<String, @Nullable Object> data,
		boolean dropped) implements Arrival {

}
