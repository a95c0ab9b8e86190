package com.lunogram.spring.boot.test;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One operation of the contract document.
 */
final class ContractOperation {

	private static final String IN_PROJECT = "InProject";

	private final String method;

	private final List<String> template;

	private final String id;

	private final boolean inProject;

	private final List<Parameter> parameters;

	private final @Nullable Schema schema;

	ContractOperation(String method, String path, String id, List<Parameter> parameters, @Nullable Schema schema) {
		this.method = method.toUpperCase(Locale.ROOT);
		this.template = Contract.segments(path);
		this.inProject = id.endsWith(IN_PROJECT);
		this.id = this.inProject ? id.substring(0, id.length() - IN_PROJECT.length()) : id;
		this.parameters = parameters;
		this.schema = schema;
	}

	/** The id, which is the same for both generations of paths. */
	String id() {
		return this.id;
	}

	String method() {
		return this.method;
	}

	/** Whether the path holds the project. */
	boolean inProject() {
		return this.inProject;
	}

	boolean matches(List<String> segments) {
		if (segments.size() != this.template.size()) {
			return false;
		}
		for (int i = 0; i < segments.size(); i++) {
			if (!isVariable(i) && !this.template.get(i).equals(segments.get(i))) {
				return false;
			}
		}
		return true;
	}

	Map<String, String> pathValues(List<String> segments) {
		Map<String, String> values = new HashMap<>();
		for (int i = 0; i < segments.size(); i++) {
			if (isVariable(i)) {
				String variable = this.template.get(i);
				values.put(variable.substring(1, variable.length() - 1), segments.get(i));
			}
		}
		return values;
	}

	void checkParameters(Map<String, String> pathValues, Map<String, String> queryValues) {
		for (Parameter parameter : this.parameters) {
			String value = (parameter.inPath() ? pathValues : queryValues).get(parameter.name());
			if (value != null) {
				check(parameter.schema(), parameter.toNode(value), "parameter " + parameter.name());
			}
			else if (parameter.required()) {
				throw Problem.badRequest("parameter " + parameter.name() + " is required");
			}
		}
	}

	/**
	 * Reads and checks a request's body.
	 * @return the body, or a missing node if the operation takes none
	 */
	JsonNode checkBody(@Nullable String contentType, String body) {
		if (this.schema == null) {
			return JsonNodeFactory.instance.missingNode();
		}
		if (contentType == null || !contentType.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
			throw Problem.badRequest("content type must be application/json");
		}
		if (body.isEmpty()) {
			throw Problem.badRequest("a body is required");
		}
		JsonNode node = parse(body);
		check(this.schema, node, "body");
		return node;
	}

	private boolean isVariable(int index) {
		return this.template.get(index).startsWith("{");
	}

	private static JsonNode parse(String body) {
		try {
			return Json.MAPPER.readTree(body);
		}
		catch (JacksonException ex) {
			throw Problem.badRequest("body is not JSON: " + ex.getOriginalMessage());
		}
	}

	private static void check(Schema schema, JsonNode node, String what) {
		List<Error> errors = schema.validate(node);
		if (!errors.isEmpty()) {
			Error error = errors.get(0);
			throw Problem.badRequest(what + error.getInstanceLocation() + ": " + error.getMessage());
		}
	}

	/**
	 * A parameter of the path or the query.
	 */
	record Parameter(String name, boolean inPath, boolean required, boolean integer, Schema schema) {

		JsonNode toNode(String value) {
			if (!this.integer) {
				return JsonNodeFactory.instance.stringNode(value);
			}
			try {
				return JsonNodeFactory.instance.numberNode(Long.parseLong(value));
			}
			catch (NumberFormatException ex) {
				throw Problem.badRequest("parameter " + this.name + " is not an integer");
			}
		}

	}

}
