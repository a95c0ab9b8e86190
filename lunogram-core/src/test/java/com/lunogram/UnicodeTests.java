package com.lunogram;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.lunogram.http.RetryPolicy;
import com.lunogram.model.Channel;
import com.lunogram.model.ExternalId;
import com.lunogram.model.InboxQuery;
import com.lunogram.model.UpsertOrganizationRequest;
import com.lunogram.model.UserEvent;
import com.lunogram.support.ContractServer;
import com.lunogram.support.HttpLibrary;
import com.lunogram.support.StubRequestFactory;
import com.lunogram.support.StubRequestFactory.Answer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ids, names and data of any text come out at the server as they went in. What a real
 * server reads out of the bytes is asked of one as well, in fewer tries.
 */
class UnicodeTests {

	private static final JsonMapper mapper = JsonMapper.builder().build();

	private static final String PAGE = "{\"results\":[],\"total\":0,\"limit\":20,\"offset\":0}";

	private static final String ORGANIZATION = """
			{"id":"0192b6a0-0000-7000-8000-000000000001","project_id":"0192b6a0-0000-7000-8000-000000000002",
			"identifier":[],"name":%s,"data":%s,"version":0,
			"created_at":"2026-11-21T09:30:00Z","updated_at":"2026-11-21T09:30:00Z"}""";

	private static final WireMockServer wireMock = new WireMockServer(options().dynamicPort());

	private static final Map<HttpLibrary, LunogramClient> clients = new EnumMap<>(HttpLibrary.class);

	@BeforeContainer
	static void start() {
		wireMock.start();
	}

	@AfterContainer
	static void stop() {
		clients.values().forEach(LunogramClient::close);
		wireMock.stop();
	}

	@Property(tries = 500)
	void bodiesKeepAnyText(@ForAll("texts") String id, @ForAll("texts") String source, @ForAll("texts") String name,
			@ForAll("data") Map<String, String> data) {
		StubRequestFactory server = StubRequestFactory.answering(202);
		client(server).users()
			.events()
			.post(UserEvent.builder(name)
				.user(ExternalId.of(source, id).withMetadata(data))
				.data(new LinkedHashMap<String, Object>(data))
				.data("nested", List.of(data))
				.build());
		JsonNode event = mapper.readTree(server.sent().get(0).body()).get(0);
		assertThat(event.get("name").asString()).isEqualTo(name);
		JsonNode identifier = event.get("identifier").get(0);
		assertThat(identifier.get("external_id").asString()).isEqualTo(id);
		assertThat(identifier.path("source").asString("default")).isEqualTo(source);
		assertThat(value(identifier.get("metadata"))).isEqualTo(data);
		assertThat(value(event.get("data").get("nested").get(0))).isEqualTo(data);
		data.forEach((key, value) -> {
			if (!key.equals("nested")) {
				assertThat(event.get("data").get(key).asString()).isEqualTo(value);
			}
		});
	}

	@Property(tries = 500)
	void answersKeepAnyText(@ForAll("texts") String name, @ForAll("data") Map<String, String> data) {
		StubRequestFactory server = new StubRequestFactory((request) -> new Answer(200,
				ORGANIZATION.formatted(mapper.writeValueAsString(name), mapper.writeValueAsString(data))));
		var organization = client(server).organizations().upsert(UpsertOrganizationRequest.builder("o").build());
		assertThat(organization.name()).isEqualTo(name);
		assertThat(organization.data()).isEqualTo(data);
	}

	@Property(tries = 500)
	void queriesKeepAnyText(@ForAll("texts") String id, @ForAll("texts") String source,
			@ForAll("texts") String origin) {
		StubRequestFactory server = new StubRequestFactory((request) -> new Answer(200, PAGE));
		client(server).users().inbox().list(query(id, source, origin));
		String query = server.sent().get(0).uri().getRawQuery();
		assertThat(query).matches("[A-Za-z0-9&=%._~-]+");
		var parameters = UriComponentsBuilder.newInstance().query(query).build().getQueryParams();
		assertThat(parameters.keySet()).containsExactly("source", "external_id", "channel", "message_source");
		assertThat(decoded(parameters.getFirst("external_id"))).isEqualTo(id);
		assertThat(decoded(parameters.getFirst("source"))).isEqualTo(source);
		assertThat(decoded(parameters.getFirst("message_source"))).isEqualTo(origin);
	}

	@Property(tries = 60)
	void aServerReadsTheSameTextOutOfTheBytes(@ForAll HttpLibrary library, @ForAll("texts") String id,
			@ForAll("texts") String source, @ForAll("data") Map<String, String> data) {
		wireMock.resetAll();
		wireMock.stubFor(any(anyUrl()).willReturn(ContractServer.json(200, PAGE)));
		LunogramClient client = clients.computeIfAbsent(library, UnicodeTests::client);
		client.organizations().inbox().list(query(id, source, source));
		LoggedRequest listed = wireMock.getAllServeEvents().get(0).getRequest();
		assertThat(listed.queryParameter("external_id").values()).containsExactly(id);
		assertThat(listed.queryParameter("source").values()).containsExactly(source);
		wireMock.resetAll();
		wireMock.stubFor(any(anyUrl()).willReturn(status(202)));
		client.users().events().post(UserEvent.builder(id).user(id).data(data).build());
		JsonNode event = mapper.readTree(wireMock.getAllServeEvents().get(0).getRequest().getBody()).get(0);
		assertThat(event.get("name").asString()).isEqualTo(id);
		assertThat(value(event.get("data"))).isEqualTo(data);
	}

	@Provide
	Arbitrary<String> texts() {
		// Any character but U+0000, halves of pairs never alone.
		Arbitrary<String> any = Arbitraries.integers()
			.between(1, Character.MAX_CODE_POINT)
			.filter((point) -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
			.list()
			.ofMinSize(1)
			.ofMaxSize(12)
			.map((points) -> points.stream().map(Character::toString).reduce("", String::concat));
		return Arbitraries
			.oneOf(any, Arbitraries.strings().ascii().excludeChars('\0').ofMinLength(1).ofMaxLength(20),
					Arbitraries.of("a/b", "a b", "a+b", "\u00FC@x.y", "%2F", "&=", "%", "{id}", "a?b#c", "..", ";a=b",
							"\"\\", "\u2028", "\uD83D\uDE00", "a:b,c", "<script>", "'", "\\u0000"))
			.filter((text) -> !text.isBlank());
	}

	@Provide
	Arbitrary<Map<String, String>> data() {
		return Arbitraries.maps(texts(), texts()).ofMaxSize(4);
	}

	private static Object value(JsonNode node) {
		return mapper.treeToValue(node, Object.class);
	}

	private static InboxQuery query(String id, String source, String origin) {
		return InboxQuery.builder(ExternalId.of(source, id), Channel.INBOX).messageSource(origin).build();
	}

	private static String decoded(@Nullable String value) {
		// As strict as a server in Go: a plus sign would be a space.
		return URLDecoder.decode(Objects.requireNonNull(value), StandardCharsets.UTF_8);
	}

	private static LunogramClient client(HttpLibrary library) {
		return library
			.use(LunogramClient.builder().apiKey("k").baseUrl(wireMock.baseUrl()).retry(RetryPolicy.none()),
					Duration.ofMinutes(1), Duration.ofMinutes(1))
			.build();
	}

	private static LunogramClient client(StubRequestFactory server) {
		return LunogramClient.builder().apiKey("k").requestFactory(server).retry(RetryPolicy.none()).build();
	}

}
