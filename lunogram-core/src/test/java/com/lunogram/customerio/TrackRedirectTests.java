package com.lunogram.customerio;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.lunogram.support.CustomerIoServer;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where redirects of the Track API lead.
 */
class TrackRedirectTests
		extends CustomerIoRedirectTests<CustomerIoTrackClient, CustomerIoTrackClientBuilder, TrackCall> {

	TrackRedirectTests() {
		super("track", "api", "Basic " + HttpHeaders.encodeBasicAuth(CustomerIoServer.SITE_ID, CustomerIoServer.API_KEY,
				StandardCharsets.UTF_8), calls().get(0));
	}

	static List<TrackCall> calls() {
		return TrackCall.all();
	}

	@Override
	CustomerIoTrackClientBuilder builder() {
		return us.trackBuilder();
	}

	@Override
	CustomerIoTrackClient build(CustomerIoTrackClientBuilder builder) {
		return builder.build();
	}

	@Test
	void anEncodedPathStaysAsItIs() {
		String path = "/api/v1/customers/a%2Fb%2Bc%252F%20%C3%BC";
		us.answer(aResponse().withStatus(301).withHeader("Location", "https://track-eu.customer.io" + path));
		client(CustomerIoRegion.US).identify("a/b+c%2F \u00FC", Map.of("a", 1));
		assertThat(eu.onlyRequest().getUrl()).isEqualTo(path);
		assertThat(eu.onlyRequest().getBodyAsString()).isEqualTo("{\"a\":1}");
	}

}
