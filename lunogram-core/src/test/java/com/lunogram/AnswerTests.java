package com.lunogram;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import com.lunogram.http.RetryPolicy;
import com.lunogram.model.Channel;
import com.lunogram.model.ExternalId;
import com.lunogram.model.InboxPage;
import com.lunogram.model.Operation;
import com.lunogram.model.StoredInboxMessage;
import com.lunogram.model.UpsertUserRequest;
import com.lunogram.model.User;
import com.lunogram.support.ContractDocument;
import com.lunogram.support.StubRequestFactory;
import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * How success answers are read: generous with what is new, strict with what is due.
 */
class AnswerTests {

	private static final JsonMapper mapper = JsonMapper.builder().build();

	@ParameterizedTest
	@MethodSource("callsWithAnswers")
	void passesOverUnknownFields(SampleCall sample) {
		ObjectNode answer = (ObjectNode) mapper.readTree(sample.answer());
		forEachObject(answer, (object, path) -> object.put("new_field", "new").putObject("new_object"));
		assertThat(answer.toString()).contains("new_object");
		assertThat(call(sample, answer.toString())).isEqualTo(sample.result());
	}

	@ParameterizedTest(name = "{0} without {1}")
	@MethodSource
	void demandsWhatTheContractDemands(SampleCall sample, String missing, String answer) {
		assertThatExceptionOfType(LunogramResponseException.class).as(missing)
			.isThrownBy(() -> call(sample, answer))
			.withMessageContaining(sample.operation().method() + " /api/client" + sample.operation().path());
	}

	/** Every required field of every object in an answer, taken away. */
	static Stream<Arguments> demandsWhatTheContractDemands() {
		List<Arguments> cases = new ArrayList<>();
		callsWithAnswers().forEach((sample) -> {
			JsonNode complete = mapper.readTree(sample.answer());
			for (String pointer : required(sample, complete)) {
				JsonNode incomplete = complete.deepCopy();
				int last = pointer.lastIndexOf('/');
				((ObjectNode) incomplete.at(pointer.substring(0, last))).remove(pointer.substring(last + 1));
				cases.add(arguments(sample, pointer, incomplete.toString()));
			}
		});
		assertThat(cases).hasSizeGreaterThan(40);
		return cases.stream();
	}

	@ParameterizedTest(name = "{0} with null for {1}")
	@MethodSource
	void takesNoNullForAValueThatIsDue(SampleCall sample, String pointer, String answer) {
		assertThatExceptionOfType(LunogramResponseException.class).as(pointer).isThrownBy(() -> call(sample, answer));
	}

	/** Every required text, number or boolean, null. */
	static Stream<Arguments> takesNoNullForAValueThatIsDue() {
		List<Arguments> cases = new ArrayList<>();
		callsWithAnswers().forEach((sample) -> {
			JsonNode complete = mapper.readTree(sample.answer());
			for (String pointer : required(sample, complete)) {
				if (complete.at(pointer).isValueNode()) {
					JsonNode answer = complete.deepCopy();
					int last = pointer.lastIndexOf('/');
					((ObjectNode) answer.at(pointer.substring(0, last))).putNull(pointer.substring(last + 1));
					cases.add(arguments(sample, pointer, answer.toString()));
				}
			}
		});
		return cases.stream();
	}

	@Test
	void takesNullForAnEmptyListOrObject() {
		ObjectNode answer = (ObjectNode) mapper.readTree(SampleCall.of(Operation.UPSERT_USER).answer());
		answer.putNull("identifier").putNull("data").putNull("email");
		User user = (User) Objects.requireNonNull(call(SampleCall.of(Operation.UPSERT_USER), answer.toString()));
		assertThat(user.identifier()).isEmpty();
		assertThat(user.data()).isEmpty();
		assertThat(user.email()).isNull();
	}

	@Test
	void readsAChannelThatItDoesNotKnow() {
		SampleCall sample = SampleCall.of(Operation.LIST_USER_INBOX);
		ObjectNode answer = (ObjectNode) mapper.readTree(sample.answer());
		ArrayNode results = (ArrayNode) answer.get("results");
		((ObjectNode) results.add(results.get(0).deepCopy()).get(results.size() - 1)).put("channel", "whatsapp");
		InboxPage page = (InboxPage) Objects.requireNonNull(call(sample, answer.toString()));
		assertThat(page.results()).extracting(StoredInboxMessage::channel)
			.containsOnlyOnce(Channel.UNKNOWN)
			.endsWith(Channel.UNKNOWN)
			.hasSizeGreaterThan(1);
	}

	@Test
	void handsOutWhatNobodyCanChange() {
		User user = (User) Objects.requireNonNull(SampleCall.of(Operation.UPSERT_USER).result());
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> user.data().put("a", 1));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> user.identifier().clear());
	}

	@ParameterizedTest
	@MethodSource("callsWithAnswers")
	void refusesWhatIsNoSuchAnswer(SampleCall sample) {
		for (String body : List.of("", "null", "[]", "\"text\"", "7", "{", "{}", "nonsense", "<html></html>",
				sample.answer() + "x", "{\"results\":[null],\"total\":1,\"limit\":1,\"offset\":0}")) {
			assertThatExceptionOfType(LunogramResponseException.class).as(body)
				.isThrownBy(() -> call(sample, body))
				.withMessageContaining("lunogram.project-id");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/json; charset=utf-8", "APPLICATION/JSON" })
	void takesJsonHoweverItIsSpelled(String contentType) {
		SampleCall sample = SampleCall.of(Operation.GET_VAPID_PUBLIC_KEY);
		StubRequestFactory server = new StubRequestFactory((request) -> {
			StubRequestFactory.Answer answer = new StubRequestFactory.Answer(200, sample.answer());
			answer.headers().set("Content-Type", contentType);
			return answer;
		});
		assertThat(sample.call().apply(client(server))).isEqualTo("BPubKey");
	}

	@Test
	void hidesTheTokenOfASession() {
		assertThat(Objects.requireNonNull(SampleCall.of(Operation.CREATE_SESSION).result()).toString())
			.contains("token=***")
			.doesNotContain("ey.J.hbGc");
	}

	@Test
	void keepsADeleteApartFromAnAnswerWithBody() {
		// 204 has no body and no content type, and neither is asked for.
		StubRequestFactory server = new StubRequestFactory((request) -> {
			StubRequestFactory.Answer answer = new StubRequestFactory.Answer(204, "");
			answer.headers().clear();
			return answer;
		});
		client(server).users().delete(ExternalId.of("u"));
		assertThatExceptionOfType(LunogramResponseException.class)
			.isThrownBy(() -> client(server).users().upsert(UpsertUserRequest.builder("u").build()))
			.withMessageContaining("status 204 instead of 200");
	}

	static Stream<SampleCall> callsWithAnswers() {
		return SampleCall.all().stream().filter((sample) -> !sample.answer().isEmpty());
	}

	private static @Nullable Object call(SampleCall sample, String answer) {
		int status = sample.operation().successStatus();
		return sample.call()
			.apply(client(new StubRequestFactory((request) -> new StubRequestFactory.Answer(status, answer))));
	}

	private static LunogramClient client(StubRequestFactory server) {
		return LunogramClient.builder().apiKey("k").requestFactory(server).retry(RetryPolicy.none()).build();
	}

	private static void forEachObject(JsonNode node, BiConsumer<ObjectNode, String> action) {
		// Children first, so that what is added is not visited.
		node.forEach((child) -> forEachObject(child, action));
		if (node instanceof ObjectNode object && !object.isEmpty() && !isFreeForm(object)) {
			action.accept(object, "");
		}
	}

	private static boolean isFreeForm(ObjectNode object) {
		return object.has("plan") || object.has("seats") || object.has("title") || object.has("a");
	}

	private static List<String> required(SampleCall sample, JsonNode answer) {
		List<String> pointers = new ArrayList<>();
		collect(ContractDocument.answer(sample.operation()), answer, "", pointers);
		return pointers;
	}

	@SuppressWarnings("rawtypes") // as the parser's
	private static void collect(Schema<?> schema, JsonNode node, String pointer, List<String> pointers) {
		if (schema.getItems() != null) {
			for (int i = 0; i < node.size(); i++) {
				collect(schema.getItems(), node.get(i), pointer + "/" + i, pointers);
			}
		}
		if (schema.getRequired() != null) {
			schema.getRequired().forEach((name) -> pointers.add(pointer + "/" + name));
		}
		if (schema.getProperties() != null) {
			for (Map.Entry<String, Schema> property : schema.getProperties().entrySet()) {
				JsonNode value = node.get(property.getKey());
				if (value != null) {
					collect(property.getValue(), value, pointer + "/" + property.getKey(), pointers);
				}
			}
		}
	}

}
