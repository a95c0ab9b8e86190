package com.lunogram.delivery.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.lunogram.model.Subject;
import com.lunogram.model.SubjectType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Subjects as they stand in a column, such as {@code [["user","default","user-123"]]}.
 */
final class SubjectsColumn {

	private static final int PARTS = 3;

	private final JsonMapper mapper = JsonMapper.builder().build();

	String write(List<Subject> subjects) {
		List<List<String>> rows = new ArrayList<>(subjects.size());
		for (Subject subject : subjects) {
			rows.add(List.of(subject.type().name().toLowerCase(Locale.ROOT), subject.source(), subject.externalId()));
		}
		return this.mapper.writeValueAsString(rows);
	}

	List<Subject> read(String column) {
		List<Subject> subjects = new ArrayList<>(1);
		for (String[] row : this.mapper.readValue(column, String[][].class)) {
			if (row.length != PARTS) {
				throw new IllegalArgumentException("These are no subjects: " + column);
			}
			subjects.add(new Subject(SubjectType.valueOf(row[0].toUpperCase(Locale.ROOT)), row[1], row[2]));
		}
		return subjects;
	}

}
