package com.lunogram.customerio;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Chooses people.
 *
 * @param fields the filter as it goes out: a JSON object, mostly with one field such as
 * {@code and} or {@code segment}; not empty
 */
public record AudienceFilter(Map<String, @Nullable Object> fields) {

	public AudienceFilter {
		fields = Checks.copy(fields, "filter");
		if (fields.isEmpty()) {
			throw new IllegalArgumentException("filter must not be empty");
		}
	}

	/**
	 * People in a segment.
	 * @param segmentId number of the segment, 1 or more
	 * @return the filter
	 */
	public static AudienceFilter segment(long segmentId) {
		return of("segment", Map.of("id", Checks.positive(segmentId, "segment.id")));
	}

	/**
	 * People with an attribute of a certain value.
	 * @param name name of the attribute, not blank
	 * @param value its value
	 * @return the filter
	 */
	public static AudienceFilter attribute(String name, Object value) {
		return of("attribute",
				new Body().with("field", Checks.text(name, "attribute.field"))
					.with("operator", "eq")
					.with("value", Checks.required(value, "attribute.value"))
					.map());
	}

	/**
	 * People with an attribute, whatever its value.
	 * @param name name of the attribute, not blank
	 * @return the filter
	 */
	public static AudienceFilter attributeExists(String name) {
		return of("attribute",
				new Body().with("field", Checks.text(name, "attribute.field")).with("operator", "exists").map());
	}

	/**
	 * People whom all filters choose.
	 * @param filters the filters, at least one
	 * @return the filter
	 */
	public static AudienceFilter and(AudienceFilter... filters) {
		return of("and", list("and", filters));
	}

	/**
	 * People whom at least one of the filters chooses.
	 * @param filters the filters, at least one
	 * @return the filter
	 */
	public static AudienceFilter or(AudienceFilter... filters) {
		return of("or", list("or", filters));
	}

	/**
	 * People whom a filter does not choose.
	 * @param filter the filter
	 * @return the filter
	 */
	public static AudienceFilter not(AudienceFilter filter) {
		return of("not", Checks.required(filter, "not").fields());
	}

	private static AudienceFilter of(String field, Object value) {
		return new AudienceFilter(new Body().with(field, value).map());
	}

	private static List<Map<String, @Nullable Object>> list(String field, AudienceFilter[] filters) {
		if (filters.length == 0) {
			throw new IllegalArgumentException(field + " must not be empty");
		}
		return Arrays.stream(filters).map((filter) -> Checks.required(filter, field).fields()).toList();
	}

}
