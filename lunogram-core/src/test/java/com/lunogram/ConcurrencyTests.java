package com.lunogram;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.lunogram.model.ExternalId;
import com.lunogram.model.UserEvent;
import com.lunogram.support.ContractServer;
import com.lunogram.support.Generation;
import com.lunogram.support.HttpLibrary;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.lunogram.support.ContractServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * One client and many threads.
 */
class ConcurrencyTests {

	private static final int THREADS = 16;

	private static final int CALLS = 25;

	@RegisterExtension
	static final ContractServer server = ContractServer.forGoodAnswers();

	@ParameterizedTest
	@EnumSource
	void everyThreadGetsItsOwnAnswer(HttpLibrary library) throws Exception {
		server.wireMock()
			.stubFor(post(urlPathEqualTo("/api/client/users/events")).willReturn(aResponse().withStatus(202)));
		server.wireMock()
			.stubFor(delete(urlPathEqualTo("/api/client/users"))
				.willReturn(json(404, "{\"title\":\"t\",\"detail\":\"d\"}")));
		server.wireMock()
			.stubFor(get(urlPathEqualTo("/api/client/push/vapid")).willReturn(json(200, "{\"public_key\":\"p\"}")));
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try (LunogramClient client = library
			.use(server.builder(Generation.PLAIN), ContractServer.PATIENCE, ContractServer.PATIENCE)
			.build()) {
			CountDownLatch start = new CountDownLatch(1);
			List<Future<?>> results = new ArrayList<>();
			for (int thread = 0; thread < THREADS; thread++) {
				int number = thread;
				results.add(threads.submit(() -> {
					start.await();
					for (int call = 0; call < CALLS; call++) {
						int of = call;
						client.users()
							.events()
							.post(UserEvent.builder("e").user("u" + number).data("call", of).build());
						assertThat(client.push().vapidPublicKey()).isEqualTo("p");
						assertThatExceptionOfType(NotFoundException.class)
							.isThrownBy(() -> client.users().delete(ExternalId.of("u" + number + "-" + of)));
					}
					return null;
				}));
			}
			start.countDown();
			for (Future<?> result : results) {
				result.get(120, TimeUnit.SECONDS);
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(server.requests()).hasSize(3 * THREADS * CALLS);
		assertThat(server.requests()).filteredOn((request) -> request.getUrl().endsWith("/events"))
			.extracting((request) -> request.getBodyAsString())
			.containsExactlyInAnyOrderElementsOf(IntStream.range(0, THREADS * CALLS)
				.mapToObj((i) -> "[{\"name\":\"e\",\"identifier\":[{\"external_id\":\"u%d\"}],\"data\":{\"call\":%d}}]"
					.formatted(i / CALLS, i % CALLS))
				.toList());
	}

}
