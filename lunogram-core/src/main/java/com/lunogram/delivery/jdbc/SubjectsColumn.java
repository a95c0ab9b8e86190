package com.lunogram.delivery.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.lunogram.model.Subject;
import com.lunogram.model.SubjectType;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Subjects as they stand in a column, such as {@code [["user","default","user-123"]]}.
 */
final class SubjectsColumn {

	private final JsonMapper mapper = JsonMapper.builder().build();

	String write(List<Subject> subjects) {
		List<List<String>> rows = new ArrayList<>(subjects.size());
		for (Subject subject : subjects) {
			rows.add(List.of(subject.type().name().toLowerCase(Locale.ROOT), subject.source(), subject.externalId()));
		}
		return this.mapper.writeValueAsString(rows);
	}

	/** Token by token, as it is read for each of what may be a million rows. */
	List<Subject> read(String column) {
		List<Subject> subjects = new ArrayList<>(1);
		try (JsonParser json = this.mapper.createParser(column)) {
			expect(json, JsonToken.START_ARRAY, column);
			while (json.nextToken() == JsonToken.START_ARRAY) {
				String type = text(json, column);
				subjects.add(new Subject(SubjectType.valueOf(type.toUpperCase(Locale.ROOT)), text(json, column),
						text(json, column)));
				expect(json, JsonToken.END_ARRAY, column);
			}
			if (!json.hasToken(JsonToken.END_ARRAY)) {
				throw noSubjects(column);
			}
		}
		return subjects;
	}

	private static String text(JsonParser json, String column) {
		expect(json, JsonToken.VALUE_STRING, column);
		return json.getString();
	}

	private static void expect(JsonParser json, JsonToken expected, String column) {
		if (json.nextToken() != expected) {
			throw noSubjects(column);
		}
	}

	private static IllegalArgumentException noSubjects(String column) {
		return new IllegalArgumentException("These are no subjects: " + column);
	}

}
