package com.lunogram.customerio;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.lunogram.support.DocumentedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which calls of the Track API are repeated: no event is to count twice.
 */
class TrackRetryTests extends CustomerIoRetryTests<CustomerIoTrackClient, CustomerIoTrackClientBuilder, TrackCall> {

	TrackRetryTests() {
		super(calls());
	}

	static List<TrackCall> calls() {
		return TrackCall.all();
	}

	@Override
	CustomerIoTrackClientBuilder builder() {
		return server.trackBuilder();
	}

	@Override
	CustomerIoTrackClient build(CustomerIoTrackClientBuilder builder) {
		return builder.build();
	}

	@Test
	void aBatchIsTriedAgainIfAllInItMayBe() {
		PersonIdentifier lucy = PersonIdentifier.id("lucy");
		BatchOperation identify = BatchOperation.identify(lucy, Map.of("a", 1));
		BatchOperation known = BatchOperation.event(lucy, TrackEvent.builder("e").id("i").build());
		BatchOperation unknown = BatchOperation.event(lucy, TrackEvent.of("e"));
		BatchOperation other = BatchOperation.of("delivery", "opened", Map.of());
		answers(aResponse().withStatus(500), json(200, "{}"));
		assertThat(this.client.batch(List.of(identify, known)).isComplete()).isTrue();
		for (BatchOperation doubtful : List.of(unknown, other)) {
			server.wireMock().resetAll();
			answers(aResponse().withStatus(500), json(200, "{}"));
			assertThatExceptionOfType(CustomerIoServerException.class)
				.isThrownBy(() -> this.client.batch(List.of(identify, doubtful)));
			assertThat(server.requests()).hasSize(1);
		}
	}

	@Test
	void whatAnEarlierAttemptHasDeletedIsDeleted() {
		answers(aResponse().withStatus(500), json(404, "{}"));
		this.client.delete("u-1");
		assertThat(server.requests()).hasSize(2);
	}

	@Test
	void aProxyThatFindsNothingHasDeletedNothing() {
		answers(aResponse().withStatus(502),
				aResponse().withStatus(404).withHeader("Content-Type", "text/plain").withBody("404 page not found"));
		assertThatExceptionOfType(CustomerIoNotFoundException.class).isThrownBy(() -> this.client.delete("u-1"));
		assertThat(server.requests()).hasSize(2);
	}

	@Test
	void whatWasNeverThereIsNotFound() {
		answers(LIMITED, json(404, "{}"));
		assertThatExceptionOfType(CustomerIoNotFoundException.class).isThrownBy(() -> this.client.delete("u-1"));
	}

	@Test
	void refusalsAreFinal() {
		answers(json(400, "{}"), json(200, "{}"));
		assertThatExceptionOfType(CustomerIoBadRequestException.class).isThrownBy(() -> this.client.delete("u-1"));
		assertThat(server.requests()).hasSize(1);
	}

}
