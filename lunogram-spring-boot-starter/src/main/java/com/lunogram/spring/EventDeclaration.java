package com.lunogram.spring;

import java.lang.reflect.AnnotatedElement;
import java.util.List;

import com.lunogram.model.SubjectType;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * One {@link LunogramEvent} as it is written, with what an annotation that carries it
 * overrides.
 *
 * @param source the method or type that carries it, which need not be the one that was
 * searched
 */
record EventDeclaration(@Nullable Object source, String name, String user, String organization, String match,
		SubjectType subject, String data, String condition, LunogramEvent.On on) {

	/**
	 * What stands nearest to a method or type.
	 * @param element where to begin
	 * @return the declarations of the element itself, or of the first of its hierarchy
	 * that has any
	 */
	static List<EventDeclaration> nearest(AnnotatedElement element) {
		List<MergedAnnotation<LunogramEvent>> found = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY)
			.stream(LunogramEvent.class)
			.toList();
		if (found.isEmpty()) {
			return List.of();
		}
		int nearest = found.stream().mapToInt(MergedAnnotation::getAggregateIndex).min().getAsInt();
		return found.stream()
			.filter((annotation) -> annotation.getAggregateIndex() == nearest)
			.map(EventDeclaration::of)
			.toList();
	}

	private static EventDeclaration of(MergedAnnotation<LunogramEvent> annotation) {
		return new EventDeclaration(annotation.getSource(), annotation.getString("name"), annotation.getString("user"),
				annotation.getString("organization"), annotation.getString("match"),
				annotation.getEnum("subject", SubjectType.class), annotation.getString("data"),
				annotation.getString("condition"), annotation.getEnum("on", LunogramEvent.On.class));
	}

}
