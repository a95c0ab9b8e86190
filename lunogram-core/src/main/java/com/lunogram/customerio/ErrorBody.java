package com.lunogram.customerio;

import java.util.ArrayList;
import java.util.List;

import com.lunogram.http.Redaction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Errors as Customer.io's answers list them, in any of four shapes: {@code meta.error}
 * with one text, {@code meta.errors} with several, {@code errors} with details and
 * pointers, and {@code errors} with reasons, fields and places in a batch.
 *
 * @param entries the errors in the order in which they stand
 */
record ErrorBody(List<Entry> entries) {

	static ErrorBody of(@Nullable JsonNode body, Redaction redaction) {
		List<Entry> entries = new ArrayList<>();
		if (body != null) {
			JsonNode meta = body.path("meta");
			addText(meta.path("error"), entries, redaction);
			meta.path("errors").forEach((error) -> addText(error, entries, redaction));
			for (JsonNode error : body.path("errors")) {
				addText(error, entries, redaction);
				addObject(error, entries, redaction);
			}
		}
		return new ErrorBody(entries);
	}

	private static void addText(JsonNode node, List<Entry> entries, Redaction redaction) {
		String text = text(node, redaction);
		if (text != null) {
			entries.add(new Entry(null, new CustomerIoError(text, null, null)));
		}
	}

	private static void addObject(JsonNode node, List<Entry> entries, Redaction redaction) {
		if (!node.isObject()) {
			return;
		}
		String message = text(node.path("message"), redaction);
		String detail = text(node.path("detail"), redaction);
		String field = text(node.path("field"), redaction);
		String pointer = text(node.path("source").path("pointer"), redaction);
		String reason = text(node.path("reason"), redaction);
		JsonNode index = node.path("batch_index");
		entries.add(new Entry(index.isInt() ? index.asInt() : null,
				new CustomerIoError((message != null) ? message : detail, reason, (field != null) ? field : pointer)));
	}

	private static @Nullable String text(JsonNode node, Redaction redaction) {
		return (node.isString() && !node.asString().isBlank()) ? redaction.excerpt(node.asString()) : null;
	}

	List<CustomerIoError> errors() {
		return this.entries.stream().map(Entry::error).toList();
	}

	/** All of them as one text; {@code null} if there is nothing to tell. */
	@Nullable String describe() {
		List<String> texts = errors().stream()
			.map(CustomerIoError::describe)
			.filter((text) -> !text.isEmpty())
			.toList();
		return texts.isEmpty() ? null : String.join("; ", texts);
	}

	/**
	 * One error.
	 *
	 * @param index place of the operation in its batch; {@code null} if not said
	 * @param error the error
	 */
	record Entry(@Nullable Integer index, CustomerIoError error) {
	}

}
