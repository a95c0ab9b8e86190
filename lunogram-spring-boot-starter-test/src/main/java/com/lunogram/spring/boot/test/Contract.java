package com.lunogram.spring.boot.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;

/**
 * The contract document, made ready to find operations and to check requests.
 */
final class Contract {

	private static final String DOCUMENT = "lunogram-client-api.yaml";

	/** Any absolute IRI does: it only tells the schema library what a $ref refers to. */
	private static final String IRI = "https://contract.invalid/" + DOCUMENT;

	private static final Set<String> METHODS = Set.of("get", "post", "delete");

	private final List<ContractOperation> operations = new ArrayList<>();

	private final JsonNode document;

	private final SchemaRegistry schemas;

	private Contract(JsonNode document) {
		this.document = document;
		SchemaRegistryConfig config = SchemaRegistryConfig.builder()
			.formatAssertionsEnabled(true)
			.failFast(true)
			.build();
		// The document is more than schemas, which the library would warn of.
		Dialect dialect = Dialect.builder(Dialects.getOpenApi30().getId(), Dialects.getOpenApi30())
			.keywords(document.propertyNames().stream().map(NonValidationKeyword::new).toList())
			.build();
		this.schemas = SchemaRegistry.withDialect(dialect,
				(builder) -> builder.schemaRegistryConfig(config).schemas(Map.of(IRI, document.toString())));
		document.required("paths").forEachEntry(this::addPath);
	}

	/** The one contract: reading it takes longer than starting a server. */
	static Contract get() {
		return Holder.CONTRACT;
	}

	/** The operations at a path, at most one for each method. */
	List<ContractOperation> operationsAt(String path) {
		List<String> segments = segments(path);
		return this.operations.stream().filter((operation) -> operation.matches(segments)).toList();
	}

	static List<String> segments(String path) {
		return List.of(path.substring(1).split("/", -1));
	}

	private void addPath(String path, JsonNode item) {
		List<JsonNode> shared = elements(item.get("parameters"));
		item.forEachEntry((method, operation) -> {
			if (METHODS.contains(method)) {
				List<JsonNode> parameters = new ArrayList<>(shared);
				parameters.addAll(elements(operation.get("parameters")));
				this.operations.add(new ContractOperation(method, path, Json.requiredText(operation, "operationId"),
						parameters.stream().map(this::parameter).toList(), bodySchema(operation)));
			}
		});
	}

	private ContractOperation.Parameter parameter(JsonNode reference) {
		String ref = Json.requiredText(reference, "$ref");
		JsonNode parameter = this.document.at(ref.substring(1));
		return new ContractOperation.Parameter(Json.requiredText(parameter, "name"),
				Json.requiredText(parameter, "in").equals("path"), parameter.path("required").asBoolean(false),
				"integer".equals(Json.text(parameter.required("schema"), "type")), schema(ref + "/schema"));
	}

	private @Nullable Schema bodySchema(JsonNode operation) {
		JsonNode ref = operation.at("/requestBody/content/application~1json/schema/$ref");
		return ref.isMissingNode() ? null : schema(ref.stringValue());
	}

	private Schema schema(String ref) {
		return this.schemas.getSchema(SchemaLocation.of(IRI + ref));
	}

	private static List<JsonNode> elements(@Nullable JsonNode array) {
		List<JsonNode> elements = new ArrayList<>();
		if (array != null) {
			array.forEach(elements::add);
		}
		return elements;
	}

	private static Contract load() {
		try (InputStream yaml = Objects.requireNonNull(Contract.class.getResourceAsStream(DOCUMENT), DOCUMENT)) {
			Object document = new Yaml(new SafeConstructor(new LoaderOptions()))
				.load(new String(yaml.readAllBytes(), StandardCharsets.UTF_8));
			return new Contract(Json.MAPPER.valueToTree(document));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static final class Holder {

		private static final Contract CONTRACT = load();

	}

}
