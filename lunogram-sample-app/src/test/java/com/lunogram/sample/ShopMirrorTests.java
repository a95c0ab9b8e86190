package com.lunogram.sample;

import java.time.Duration;
import java.util.Objects;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.spring.boot.test.LunogramServer;
import com.lunogram.spring.boot.test.ReceivedEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the variables of Customer.io make the shop send there too, whether that is
 * up or down.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
class ShopMirrorTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	@RegisterExtension
	static final WireMockExtension customerIo = WireMockExtension.newInstance().build();

	@Autowired
	private RestTestClient http;

	@Autowired
	private LunogramPublisher publisher;

	@Autowired
	private LunogramTarget target;

	@DynamicPropertySource
	static void customerIo(DynamicPropertyRegistry registry) {
		registry.add("CUSTOMERIO_SITE_ID", () -> "0123456789abcdef");
		registry.add("CUSTOMERIO_TRACK_API_KEY", () -> "track-key");
		registry.add("CUSTOMERIO_TRACK_BASE_URL", customerIo::baseUrl);
		registry.add("CUSTOMERIO_OBJECT_TYPE_ID", () -> "1");
	}

	@Test
	void whatLunogramGetsCustomerIoGetsWhenItIsBack() {
		customerIo.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(503)));
		this.http.post()
			.uri("/api/customers")
			.contentType(MediaType.APPLICATION_JSON)
			.body("""
					{"id":"c-1","name":"Lucy","email":"lucy@example.com","company":"acme"}""")
			.exchange()
			.expectStatus()
			.isCreated();
		LunogramServer lunogram = Objects.requireNonNull(this.target.standIn());
		Awaitility.await()
			.atMost(LONG)
			.untilAsserted(() -> assertThat(lunogram.events()).extracting(ReceivedEvent::name).isNotEmpty());
		customerIo.resetRequests();
		customerIo.stubFor(any(anyUrl()).willReturn(okJson("{}")));
		assertThat(this.publisher.flush(LONG)).isTrue();
		verify("@.action == 'identify' && @.identifiers.id == 'c-1'");
		verify("@.action == 'event' && @.identifiers.id == 'c-1'");
		verify("@.type == 'object' && @.identifiers.object_id == 'acme'");
	}

	private static void verify(String operation) {
		customerIo.verify(postRequestedFor(urlEqualTo("/api/v2/batch"))
			.withRequestBody(matchingJsonPath("$.batch[?(" + operation + ")]")));
	}

}
