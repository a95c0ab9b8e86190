package com.lunogram.support;

import java.util.List;

import com.lunogram.model.Operation;
import io.swagger.parser.OpenAPIParser;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.parser.core.models.ParseOptions;
import org.jspecify.annotations.NullUnmarked;

/**
 * The OpenAPI document, to be asked of one operation. What is missing in it is a
 * NullPointerException, which fails the test that asks.
 */
@NullUnmarked
public final class ContractDocument {

	private static final OpenAPI API = read();

	private ContractDocument() {
	}

	/** The statuses below 300 that are documented for an operation. */
	public static List<String> successes(Operation operation) {
		return documented(operation).getResponses()
			.keySet()
			.stream()
			.filter((status) -> status.startsWith("2"))
			.toList();
	}

	/** Whether a body is documented for the success status of an operation. */
	public static boolean answersBody(Operation operation) {
		return success(operation).getContent() != null;
	}

	/** The schema of the answer to an operation, all references followed. */
	public static Schema<?> answer(Operation operation) {
		return success(operation).getContent().get("application/json").getSchema();
	}

	private static ApiResponse success(Operation operation) {
		return documented(operation).getResponses().get(String.valueOf(operation.successStatus()));
	}

	private static io.swagger.v3.oas.models.Operation documented(Operation operation) {
		PathItem path = API.getPaths().get("/api/client" + operation.path());
		return path.readOperationsMap().get(PathItem.HttpMethod.valueOf(operation.method()));
	}

	private static OpenAPI read() {
		ParseOptions options = new ParseOptions();
		options.setResolveFully(true);
		return new OpenAPIParser().readLocation("contract/lunogram-client-api.yaml", null, options).getOpenAPI();
	}

}
