package com.lunogram;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import io.swagger.parser.OpenAPIParser;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Tests for the contract document itself: every other test that checks a request against
 * it would pass for the wrong reason if an operation were missing.
 */
class ContractDocumentTests {

	private static final String LOCATION = "contract/lunogram-client-api.yaml";

	private static final String PROJECT = "/api/client/projects/{projectID}";

	private final SwaggerParseResult document = new OpenAPIParser().readLocation(LOCATION, null, new ParseOptions());

	@Test
	void loadsWithoutMessages() {
		assertThat(this.document.getMessages()).isEmpty();
	}

	@Test
	void theRequestValidatorTakesIt() {
		assertThatCode(() -> OpenApiInteractionValidator.createForSpecificationUrl(LOCATION).build())
			.doesNotThrowAnyException();
	}

	@Test
	void holdsEveryOperationWithAndWithoutTheProjectInThePath() {
		List<String> plain = operationIds(
				this.paths().filter((path) -> !path.startsWith(PROJECT)).map(this::item).toList());
		List<String> inProject = operationIds(
				this.paths().filter((path) -> path.startsWith(PROJECT)).map(this::item).toList());
		assertThat(plain).hasSize(25).doesNotHaveDuplicates();
		assertThat(inProject).containsExactlyElementsOf(plain.stream().map((id) -> id + "InProject").toList());
	}

	@Test
	void bothGenerationsDifferInNothingButThePrefix() {
		assertThat(this.paths().filter((path) -> !path.startsWith(PROJECT))).allSatisfy((path) -> {
			PathItem plain = item(path);
			PathItem inProject = item(PROJECT + path.substring("/api/client".length()));
			assertThat(inProject.readOperationsMap()).usingRecursiveComparison()
				.ignoringFieldsMatchingRegexes(".*operationId", ".*parameters")
				.isEqualTo(plain.readOperationsMap());
		});
	}

	private Stream<String> paths() {
		return this.document.getOpenAPI().getPaths().keySet().stream();
	}

	private PathItem item(String path) {
		return Objects.requireNonNull(this.document.getOpenAPI().getPaths().get(path), path);
	}

	private List<String> operationIds(List<PathItem> items) {
		return items.stream().flatMap((item) -> item.readOperations().stream()).map(Operation::getOperationId).toList();
	}

}
