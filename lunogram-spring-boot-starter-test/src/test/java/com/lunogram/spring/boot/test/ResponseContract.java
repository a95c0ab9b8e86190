package com.lunogram.spring.boot.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

/**
 * Checks the server's answers against the contract document.
 */
final class ResponseContract {

	private static final JsonNode DOCUMENT = load();

	private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDialect(Dialects.getOpenApi30(),
			(builder) -> builder.schemas(Map.of("https://contract.invalid/", DOCUMENT.toString()))
				.schemaRegistryConfig(SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

	private ResponseContract() {
	}

	static List<String> check(String method, String path, int status, String body) {
		String template = path.replaceAll("\\?.*", "").replaceAll("(?<=/auth-methods/)[^/]+", "{authMethodID}");
		JsonNode response = DOCUMENT.required("paths")
			.required("/api/client" + template)
			.required(method.toLowerCase(Locale.ROOT))
			.required("responses")
			.required(Integer.toString(status));
		String schema = response.at("/content/application~1json/schema/$ref").asString("");
		if (schema.isEmpty()) {
			return body.isEmpty() ? List.of() : List.of("no body expected");
		}
		return SCHEMAS.getSchema(SchemaLocation.of("https://contract.invalid/" + schema))
			.validate(Json.MAPPER.readTree(body))
			.stream()
			.map(Error::toString)
			.toList();
	}

	private static JsonNode load() {
		try (InputStream yaml = Objects
			.requireNonNull(LunogramServer.class.getResourceAsStream("lunogram-client-api.yaml"))) {
			return Json.MAPPER.valueToTree(new Yaml().load(yaml));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
