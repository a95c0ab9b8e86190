package com.lunogram;

import java.util.Arrays;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.lunogram.model.Operation;
import com.lunogram.support.ContractDocument;
import com.lunogram.support.ContractServer;
import com.lunogram.support.Generation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every operation in both generations of paths, request and answer held against the
 * contract.
 */
class OperationTests {

	@RegisterExtension
	static final ContractServer server = ContractServer.forGoodAnswers();

	@Test
	void thereIsASampleOfEveryOperation() {
		assertThat(SampleCall.all()).extracting(SampleCall::operation).containsExactly(Operation.values());
		assertThat(Operation.values()).hasSize(25);
	}

	@ParameterizedTest
	@MethodSource("callsInBothGenerations")
	void sendsWhatTheContractSaysAndReadsTheAnswer(SampleCall sample, Generation generation) {
		server.answer(success(sample));
		try (LunogramClient client = server.builder(generation).build()) {
			Object result = sample.call().apply(client);
			assertThat(result).isEqualTo(sample.result());
		}
		LoggedRequest request = server.onlyRequest();
		assertThat(request.getMethod().getName()).isEqualTo(sample.operation().method());
		assertThat(request.getUrl()).isEqualTo(generation.root() + sample.path());
		assertThat(request.getBodyAsString()).isEqualTo(sample.request());
	}

	static Stream<Arguments> callsInBothGenerations() {
		return SampleCall.all()
			.stream()
			.flatMap((sample) -> Arrays.stream(Generation.values())
				.map((generation) -> Arguments.of(sample, generation)));
	}

	@ParameterizedTest
	@EnumSource
	void isThatOfTheDocument(Operation operation) {
		assertThat(ContractDocument.successes(operation)).containsExactly(String.valueOf(operation.successStatus()));
		assertThat(ContractDocument.answersBody(operation)).isEqualTo(operation.answersBody());
	}

	static ResponseDefinitionBuilder success(SampleCall sample) {
		ResponseDefinitionBuilder response = aResponse().withStatus(sample.operation().successStatus());
		return sample.answer().isEmpty() ? response
				: response.withHeader("Content-Type", "application/json").withBody(sample.answer());
	}

}
