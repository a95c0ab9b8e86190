package com.lunogram.delivery.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.lunogram.model.Subject;
import com.lunogram.model.SubjectType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Subjects as they stand in a header, such as {@code [["user","default","user-123"]]}.
 */
final class SubjectsHeader {

	private static final int PARTS = 3;

	private final JsonMapper mapper = JsonMapper.builder().build();

	byte[] write(List<Subject> subjects) {
		return this.mapper.writeValueAsBytes(subjects.stream().map(SubjectsHeader::row).toList());
	}

	private static List<String> row(Subject subject) {
		return List.of(subject.type().name().toLowerCase(Locale.ROOT), subject.source(), subject.externalId());
	}

	/**
	 * A subject as the key of a record, which decides on the partition.
	 */
	static String key(Subject subject) {
		return String.join(":", row(subject));
	}

	List<Subject> read(byte[] header) {
		List<Subject> subjects = new ArrayList<>(1);
		for (String[] row : this.mapper.readValue(header, String[][].class)) {
			if (row.length != PARTS) {
				throw new IllegalArgumentException("a subject does not consist of type, source and external id");
			}
			subjects.add(new Subject(SubjectType.valueOf(row[0].toUpperCase(Locale.ROOT)), row[1], row[2]));
		}
		return subjects;
	}

}
