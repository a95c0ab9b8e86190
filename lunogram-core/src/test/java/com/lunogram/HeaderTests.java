package com.lunogram;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.lunogram.model.ExternalId;
import com.lunogram.support.ContractServer;
import com.lunogram.support.Generation;
import com.lunogram.support.HttpLibrary;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What goes along with a request, whichever HTTP library sends it.
 */
class HeaderTests {

	@RegisterExtension
	static final ContractServer server = ContractServer.forGoodAnswers();

	@ParameterizedTest
	@EnumSource
	void sendsTheKeyAndWhoWeAreAndNothingThatAnswersOtherwise(HttpLibrary library) throws IOException {
		server.answer(204);
		try (LunogramClient client = client(library)) {
			client.users().delete(ExternalId.of("\u00FC"));
		}
		LoggedRequest request = server.onlyRequest();
		assertThat(request.header("Authorization").values()).containsExactly("Bearer " + ContractServer.API_KEY);
		assertThat(request.header("User-Agent").values()).containsExactly("lunogram-java/" + version());
		assertThat(request.header("Accept").values()).containsExactly("application/json");
		assertThat(request.header("Origin").isPresent()).isFalse();
		assertThat(request.header("Cookie").isPresent()).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void aDeleteHasABodyWithItsTypeAndLength(HttpLibrary library) {
		server.answer(204);
		try (LunogramClient client = client(library)) {
			client.users().delete(ExternalId.of("\u00FC"));
		}
		LoggedRequest request = server.onlyRequest();
		assertThat(request.getBodyAsString()).isEqualTo("{\"identifier\":[{\"external_id\":\"\u00FC\"}]}");
		assertThat(request.header("Content-Type").values()).containsExactly("application/json");
		assertThat(request.header("Content-Length").values()).containsExactly("" + request.getBody().length);
		assertThat(request.header("Transfer-Encoding").isPresent()).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void everyBodyHasItsTypeAndLength(HttpLibrary library) {
		try (LunogramClient client = client(library)) {
			for (SampleCall sample : SampleCall.all()) {
				server.wireMock().resetAll();
				server.answer(OperationTests.success(sample));
				assertThat(sample.call().apply(client)).isEqualTo(sample.result());
				LoggedRequest request = server.onlyRequest();
				assertThat(request.getBodyAsString()).isEqualTo(sample.request());
				if (sample.request().isEmpty()) {
					assertThat(request.header("Content-Type").isPresent()).isFalse();
				}
				else {
					assertThat(request.header("Content-Type").values()).containsExactly("application/json");
					assertThat(request.header("Content-Length").values())
						.containsExactly("" + request.getBody().length);
				}
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void keepsNoCookies(HttpLibrary library) {
		server.answer(aResponse().withStatus(204)
			.withHeader("Set-Cookie", "__session=evil; Path=/")
			.withHeader("Set-Cookie", "other=1"));
		try (LunogramClient client = client(library)) {
			client.users().delete(ExternalId.of("u"));
			client.users().delete(ExternalId.of("u"));
		}
		assertThat(server.requests()).hasSize(2)
			.allSatisfy((request) -> assertThat(request.header("Cookie").isPresent()).isFalse());
	}

	private static LunogramClient client(HttpLibrary library) {
		return library.use(server.builder(Generation.PLAIN), ContractServer.PATIENCE, ContractServer.PATIENCE).build();
	}

	private static String version() throws IOException {
		try (InputStream file = LunogramClient.class.getResourceAsStream("http/version.properties")) {
			Properties properties = new Properties();
			properties.load(file);
			String version = properties.getProperty("version");
			// Not the placeholder.
			assertThat(version).matches("\\d+\\.\\d+\\.\\d+.*");
			return version;
		}
	}

}
