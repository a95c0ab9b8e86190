package com.lunogram.customerio;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.lunogram.support.CustomerIoServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every operation of the App API, request and answer held against the document.
 */
class AppOperationTests {

	@RegisterExtension
	static final CustomerIoServer server = CustomerIoServer.forGoodAnswers();

	@Test
	void thereIsASampleOfEveryOperation() {
		assertThat(CustomerIoServer.operationsBelow("/v1/"))
			.containsExactlyInAnyOrderElementsOf(AppCall.all().stream().map(AppCall::operation).distinct().toList());
	}

	@Test
	void everyDocumentedOperationBelongsToOneOfTheClients() {
		List<String> known = new ArrayList<>(CustomerIoServer.operationsBelow("/v1/"));
		known.addAll(CustomerIoServer.operationsBelow("/api/"));
		assertThat(CustomerIoServer.operationsBelow("/")).containsExactlyInAnyOrderElementsOf(known);
	}

	@ParameterizedTest
	@MethodSource("samples")
	void sendsWhatTheContractSaysAndReadsTheAnswer(AppCall sample) {
		server.answerJson(200, sample.answer());
		assertThat(sample.call().apply(server.appClient())).isEqualTo(sample.result());
		LoggedRequest request = server.onlyRequest();
		assertThat(request.getMethod().getName()).isEqualTo(sample.method());
		assertThat(request.getUrl()).isEqualTo(sample.path());
		assertThat(request.getBodyAsString()).isEqualTo(sample.request());
		assertThat(request.header("Authorization").values()).containsExactly("Bearer " + CustomerIoServer.APP_API_KEY);
		assertThat(request.getHeader("User-Agent")).startsWith("lunogram-java/");
		if (!sample.request().isEmpty()) {
			assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
		}
	}

	static List<AppCall> samples() {
		return AppCall.all();
	}

	@ParameterizedTest
	@CsvSource({ "a/b,a%2Fb", "a b,a%20b", "a+b,a%2Bb", "ü@x.y,%C3%BC%40x.y", "%2F,%252F", "a%2Fb,a%252Fb",
			"a?b#c,a%3Fb%23c", "...,...", "{person},%7Bperson%7D", "a&id_type=email,a%26id_type%3Demail",
			"\uD83D\uDE00,%F0%9F%98%80", "%2e%2e,%252e%252e", "a\\b,a%5Cb" })
	void idsAreOneSegmentOfThePathOrOneValueOfTheQuery(String id, String encoded) {
		server.answerJson(200, "{\"customer\":{}}");
		server.appClient().attributes(id);
		assertThat(server.onlyRequest().getUrl()).isEqualTo("/v1/customers/" + encoded + "/attributes?id_type=id");
		server.wireMock().resetRequests();
		server.answerJson(200, "{\"results\":[]}");
		assertThat(server.appClient().customersByEmail(id)).isEmpty();
		assertThat(server.onlyRequest().getUrl()).isEqualTo("/v1/customers?email=" + encoded);
	}

	@ParameterizedTest
	@CsvSource({ "..", "." })
	void dotsAreNothingSpecialInAQuery(String email) {
		server.answerJson(200, "{\"results\":[]}");
		assertThat(server.appClient().customersByEmail(email)).isEmpty();
		assertThat(server.onlyRequest().getUrl()).isEqualTo("/v1/customers?email=" + email);
	}

	@Test
	void whatAnAnswerDoesNotSayIsAbsent() {
		server.answerJson(200, "{}");
		assertThat(server.appClient().sendEmail(SendEmailRequest.builder("lucy@example.com").build()))
			.isEqualTo(new SendResponse(null, null, null));
		assertThat(server.appClient().triggerBroadcast(1)).isEqualTo(new TriggeredBroadcast(null));
		assertThat(server.appClient().customersByEmail("lucy@example.com")).isEmpty();
		assertThat(server.appClient().exports()).isEmpty();
		server.answerJson(200, "{\"customer\":{}}");
		assertThat(server.appClient().attributes("u")).isEqualTo(new CustomerAttributes(null,
				new CustomerIdentifiers(null, null, null), Map.of(), Map.of(), false, List.of()));
		server.answerJson(200, "{\"exports\":[{\"id\":1}]}");
		assertThat(server.appClient().exports()).containsExactly(new Export(1, Export.Type.UNKNOWN,
				Export.Status.UNKNOWN, false, null, null, null, null, null, null, null, null));
	}

	@Test
	void aMessageIsWhatItWasWhenItWasBuilt() {
		server.answerJson(200, "{}");
		Map<String, Object> data = new HashMap<>(Map.of("a", 1));
		byte[] content = { 'a' };
		SendEmailRequest.Builder builder = SendEmailRequest.builder("lucy@example.com")
			.messageData(data)
			.attach("a", content);
		SendEmailRequest request = builder.build();
		data.put("a", 2);
		content[0] = 'b';
		builder.messageData("a", 3).header("X", "1").attach("b", content);
		server.appClient().sendEmail(request);
		assertThat(server.onlyRequest().getBodyAsString())
			.isEqualTo("{\"to\":\"lucy@example.com\",\"message_data\":{\"a\":1},\"attachments\":{\"a\":\"YQ==\"}}");
	}

	@Test
	void whatIsSetToNullIsLeftOut() {
		server.answerJson(200, "{}");
		server.appClient()
			.sendEmail(SendEmailRequest.builder("lucy@example.com")
				.person(PersonIdentifier.id("u"))
				.person(null)
				.cc("cc@example.com")
				.cc(null)
				.sendAt(null)
				.build());
		assertThat(server.onlyRequest().getBodyAsString()).isEqualTo("{\"to\":\"lucy@example.com\"}");
	}

}
