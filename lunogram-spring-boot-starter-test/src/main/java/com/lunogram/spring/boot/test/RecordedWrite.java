package com.lunogram.spring.boot.test;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.lunogram.delivery.PendingWrite;
import com.lunogram.delivery.WriteSerializer;
import com.lunogram.http.JsonCodec;
import com.lunogram.model.ExternalId;
import com.lunogram.model.Operation;
import com.lunogram.model.Subject;
import com.lunogram.model.SubjectType;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A write as it was published, and the JSON that would have been sent for it.
 *
 * @param write the write
 * @param json its JSON at that time
 */
record RecordedWrite(Write write, ObjectNode json) {

	private static final WriteSerializer SERIALIZER = new WriteSerializer();

	private static final JsonCodec CODEC = new JsonCodec();

	/** What a description says in words, or what tells nothing to who reads it. */
	private static final List<String> TOLD = List.of("id", "name", "identifier", "organization", "user", "target",
			"device_id", "config");

	/**
	 * Takes the snapshot of a write.
	 * @throws IllegalArgumentException if no publisher takes it
	 */
	static RecordedWrite of(Write write) {
		PendingWrite pending = SERIALIZER.snapshot(write);
		return new RecordedWrite(write, (ObjectNode) Json.MAPPER.readTree(pending.json()));
	}

	/** A value as it would be in the JSON of a write. */
	static JsonNode json(@Nullable Object value) {
		return (value != null) ? Json.MAPPER.readTree(CODEC.writeObject(Map.of("value", value))).required("value")
				: Json.MAPPER.nullNode();
	}

	/**
	 * Whether two values mean the same to the server, which only knows one kind of
	 * number.
	 */
	static boolean isSame(@Nullable JsonNode one, JsonNode other) {
		return one != null && one.equals(RecordedWrite::compare, other);
	}

	private static int compare(JsonNode one, JsonNode other) {
		if (one.isNumber() && other.isNumber()) {
			return one.decimalValue().compareTo(other.decimalValue());
		}
		return one.equals(other) ? 0 : 1;
	}

	boolean is(Class<? extends Write> type) {
		return type.isInstance(this.write);
	}

	boolean isNamed(String name) {
		return name.equals(Json.text(this.json, "name"));
	}

	boolean concerns(SubjectType type, ExternalId identifier) {
		return this.write.subjects().contains(new Subject(type, identifier.source(), identifier.externalId()));
	}

	@Nullable JsonNode data(String key) {
		return this.json.path("data").get(key);
	}

	/**
	 * Whether it would do the same. The id that a builder gives a schedule tells nothing.
	 */
	boolean isLike(RecordedWrite other) {
		return this.write.operation() == other.write.operation()
				&& isSame(this.json.deepCopy().without("id"), other.json.deepCopy().without("id"));
	}

	/** In words, with all that would be sent. */
	String describe() {
		ObjectNode rest = this.json.deepCopy().without(TOLD);
		JsonNode shown = (rest.size() == 1 && rest.has("data")) ? rest.required("data") : rest;
		String subjects = this.write.subjects()
			.stream()
			.map((subject) -> name(subject.type()) + " " + name(subject.source(), subject.externalId()))
			.collect(Collectors.joining(" and "));
		return kind(this.write.operation()) + nameOf() + (subjects.isEmpty() ? "" : " of " + subjects)
				+ (shown.isEmpty() ? "" : " " + shown);
	}

	private String nameOf() {
		String name = Json.text(this.json, this.json.has("device_id") ? "device_id" : "name");
		if (this.json.has("target")) {
			name = Json.text(this.json.path("identifier"), "external_id");
		}
		return (name != null) ? " '" + name + "'" : "";
	}

	static String describe(Write write) {
		try {
			return of(write).describe();
		}
		catch (IllegalArgumentException ex) {
			// It is still waiting to be published, and will be refused then.
			return write.getClass().getSimpleName() + " that cannot be written: " + ex.getMessage();
		}
	}

	static String name(ExternalId identifier) {
		return name(identifier.source(), identifier.externalId());
	}

	private static String name(String source, String externalId) {
		return "'" + (source.equals(ExternalId.DEFAULT_SOURCE) ? "" : source + ":") + externalId + "'";
	}

	static String name(SubjectType type) {
		return (type == SubjectType.USER) ? "user" : "organization";
	}

	static String kind(Operation operation) {
		return switch (operation) {
			case POST_USER_EVENTS -> "user event";
			case POST_ORGANIZATION_EVENTS -> "organization event";
			case UPSERT_USER, UPSERT_ORGANIZATION -> "upsert";
			case DELETE_USER, DELETE_ORGANIZATION -> "deletion";
			case ADD_ORGANIZATION_USER -> "membership";
			case REMOVE_ORGANIZATION_USER -> "end of the membership";
			case UPSERT_USER_SCHEDULED, UPSERT_ORGANIZATION_SCHEDULED -> "schedule";
			case DELETE_USER_SCHEDULED, DELETE_ORGANIZATION_SCHEDULED -> "end of schedule";
			case POST_USER_INBOX, POST_ORGANIZATION_INBOX -> "inbox message";
			case REGISTER_DEVICE -> "device";
			default -> throw new IllegalStateException("No write does " + operation);
		};
	}

}
