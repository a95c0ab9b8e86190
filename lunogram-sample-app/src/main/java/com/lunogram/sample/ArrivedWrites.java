package com.lunogram.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.lunogram.spring.boot.test.Arrival;
import com.lunogram.spring.boot.test.Identifier;
import com.lunogram.spring.boot.test.ReceivedEvent;
import com.lunogram.spring.boot.test.ReceivedRequest;
import com.lunogram.spring.boot.test.SubjectKind;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts what has arrived into words.
 */
final class ArrivedWrites {

	private static final int SHOWN_CHARACTERS = 300;

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final Map<String, String> KINDS = Map.of("POST /users", "User stored", "DELETE /users",
			"User deleted", "POST /users/scheduled", "Schedule set", "POST /organizations", "Organization stored",
			"POST /organizations/users", "Member added");

	private ArrivedWrites() {
	}

	/** Whether it is a write that was taken. Events have an arrival of their own. */
	static boolean isWrite(Arrival arrival) {
		return !(arrival instanceof ReceivedRequest request) || (request.status() >= 200 && request.status() < 300
				&& !request.method().equals("GET") && !request.path().endsWith("/events"));
	}

	static ArrivedWrite of(Arrival arrival) {
		return (arrival instanceof ReceivedEvent event) ? of(event) : of((ReceivedRequest) arrival);
	}

	private static ArrivedWrite of(ReceivedEvent event) {
		Map<String, @Nullable Object> data = new LinkedHashMap<>(event.data());
		Object calledAt = data.remove(CallTimeEnricher.KEY);
		String subject = (event.match() != null) ? "all with " + json(event.match())
				: event.identifiers().stream().map(Identifier::externalId).collect(Collectors.joining(", "));
		return new ArrivedWrite(event.time(), (event.kind() == SubjectKind.USER) ? "User event" : "Organization event",
				event.name(), subject, json(data), millis(calledAt, event.time()), event.dropped());
	}

	private static @Nullable Long millis(@Nullable Object calledAt, Instant arrived) {
		if (!(calledAt instanceof String text)) {
			return null;
		}
		return Math.max(0, Duration.between(Instant.parse(text), arrived).toMillis());
	}

	private static ArrivedWrite of(ReceivedRequest request) {
		String path = request.path().replaceFirst("^/api/client(/projects/[^/]+)?", "");
		String call = request.method() + " " + path;
		JsonNode body = body(request);
		String subject = Stream.of(body, body.path("user"), body.path("organization"))
			.flatMap((node) -> StreamSupport.stream(node.path("identifier").spliterator(), false))
			.map((identifier) -> identifier.path("external_id").asString(""))
			.collect(Collectors.joining(", "));
		if (body instanceof ObjectNode object) {
			object.remove(Set.of("identifier", "user", "organization"));
		}
		return new ArrivedWrite(request.time(), KINDS.getOrDefault(call, call), null, subject, json(body), null, false);
	}

	private static JsonNode body(ReceivedRequest request) {
		try {
			return JSON.readTree(request.body());
		}
		catch (JacksonException ex) {
			return JSON.missingNode();
		}
	}

	private static String json(Object value) {
		String json = JSON.writeValueAsString(value);
		return (json.length() > SHOWN_CHARACTERS) ? json.substring(0, SHOWN_CHARACTERS) + "…" : json;
	}

}
