package com.lunogram.spring.boot.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import com.lunogram.LunogramClient;
import com.lunogram.LunogramConfigurationException;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.UserEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LunogramAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class LunogramAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(LunogramAutoConfiguration.class,
			SslAutoConfiguration.class, HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
			RestClientAutoConfiguration.class);

	private final ApplicationContextRunner withoutKey = new ApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS);

	private final ApplicationContextRunner runner = this.withoutKey.withPropertyValues("lunogram.api-key=sk_secret");

	@Test
	void keyIsEnough() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(LunogramClient.class);
			assertThat(context.getBean(LunogramClient.class))
				.hasToString("LunogramClient[https://console.lunogram.com]");
		});
	}

	@Test
	void clientIsWhatThePropertiesSay() {
		this.runner
			.withPropertyValues("lunogram.base-url=http://lunogram.internal:8080/api/",
					"lunogram.allow-insecure-url=true", "lunogram.project-id=11111111-2222-3333-4444-555555555555")
			.run((context) -> assertThat(context.getBean(LunogramClient.class)).hasToString(
					"LunogramClient[http://lunogram.internal:8080, project 11111111-2222-3333-4444-555555555555]"));
	}

	@Test
	void nothingWorksWithoutKey() {
		this.withoutKey.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOfSatisfying(LunogramConfigurationException.class,
					(ex) -> assertThat(ex.setting()).isEqualTo("api-key")));
	}

	@Test
	void clientOfTheApplicationWinsAndNeedsNoKeyHere() {
		this.withoutKey.withUserConfiguration(OwnClient.class).run((context) -> {
			assertThat(context).hasSingleBean(LunogramClient.class);
			assertThat(context.getBean(LunogramClient.class)).hasToString("LunogramClient[https://own.example]");
		});
	}

	@Test
	void connectionDetailsWinOverProperties() {
		this.runner.withUserConfiguration(OwnDetails.class)
			.withPropertyValues("lunogram.base-url=https://property.example")
			.run((context) -> {
				assertThat(context).hasSingleBean(LunogramConnectionDetails.class);
				assertThat(context.getBean(LunogramClient.class)).hasToString(
						"LunogramClient[https://details.example, project 99999999-2222-3333-4444-555555555555]");
			});
	}

	@Test
	void customizersComeLastAndInOrder() {
		this.withoutKey.withUserConfiguration(Customizers.class)
			.run((context) -> assertThat(context.getBean(LunogramClient.class))
				.hasToString("LunogramClient[https://second.example]"));
	}

	@Test
	void unknownSslBundleIsToldByName() {
		this.runner.withPropertyValues("lunogram.ssl.bundle=gone")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(LunogramConfigurationException.class, (ex) -> {
					assertThat(ex.setting()).isEqualTo("ssl.bundle");
					assertThat(ex.reason()).contains("'gone'");
				}));
	}

	@Test
	void blankSslBundleIsNone() {
		this.runner.withPropertyValues("lunogram.ssl.bundle=").run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void beansOfBlockingHttpClientsAreNotRequired() {
		// As in a WebFlux application.
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LunogramAutoConfiguration.class))
			.withPropertyValues("lunogram.api-key=sk_secret")
			.run((context) -> assertThat(context).hasSingleBean(LunogramClient.class));
	}

	@Test
	void startAndStopTouchNeitherNetworkNorThreads() throws IOException {
		try (ServerSocketChannel server = ServerSocketChannel.open()) {
			server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			server.configureBlocking(false);
			int port = server.socket().getLocalPort();
			Set<Long> before = threads();
			this.runner.withPropertyValues("lunogram.base-url=http://localhost:" + port).run((context) -> {
				assertThat(context).hasSingleBean(LunogramClient.class);
				assertThat(threads()).isSubsetOf(before);
			});
			assertThat(server.accept()).as("connection").isNull();
		}
	}

	@Test
	void clientIsClosedWithTheContext() {
		ClosableFactory.closed = 0;
		this.runner
			.withBean("factories", ClientHttpRequestFactoryBuilder.class, () -> (settings) -> new ClosableFactory())
			.run((context) -> {
				context.getBean(LunogramClient.class).ping();
				assertThat(ClosableFactory.closed).isZero();
			});
		assertThat(ClosableFactory.closed).isOne();
	}

	@Test
	void switchedOffThereIsNoClientAndNoNeedForSettings(CapturedOutput output) {
		this.withoutKey
			.withPropertyValues("lunogram.enabled=false", "lunogram.project-id=nonsense", "lunogram.read-timeout=-1s")
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(LunogramClient.class);
				LunogramPublisher publisher = context.getBean(LunogramPublisher.class);
				publisher.publish(UserEvent.builder("ignored").user("user-1").build());
				assertThat(publisher.offer(Duration.ZERO, UserEvent.builder("ignored").user("user-1").build()))
					.isTrue();
				assertThat(publisher.flush(Duration.ZERO)).isTrue();
			});
		assertThat(output).containsOnlyOnce("lunogram.enabled=false");
	}

	@Test
	void switchedOffPublisherOfTheApplicationWins() {
		this.withoutKey.withPropertyValues("lunogram.enabled=false")
			.withBean("own", LunogramPublisher.class, DisabledLunogramPublisher::new)
			.run((context) -> assertThat(context).hasSingleBean(LunogramPublisher.class).hasBean("own"));
	}

	@Test
	void switchedOnThereIsNoSilentPublisher() {
		this.runner.withPropertyValues("lunogram.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(LunogramClient.class)
				.doesNotHaveBean(DisabledLunogramPublisher.class));
	}

	private static Set<Long> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> List.of("HttpClient", "lunogram").stream().anyMatch(thread.getName()::contains))
			.map(Thread::getId)
			.collect(Collectors.toSet());
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnClient {

		@Bean
		LunogramClient ownClient() {
			return LunogramClient.builder().apiKey("sk_own").baseUrl("https://own.example").build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDetails {

		@Bean
		LunogramConnectionDetails ownDetails() {
			return new LunogramConnectionDetails() {

				@Override
				public String getBaseUrl() {
					return "https://details.example";
				}

				@Override
				public @Nullable String getApiKey() {
					return "sk_details";
				}

				@Override
				public @Nullable UUID getProjectId() {
					return UUID.fromString("99999999-2222-3333-4444-555555555555");
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		@Bean
		@Order(2)
		LunogramClientBuilderCustomizer second() {
			return (builder) -> builder.baseUrl("https://second.example");
		}

		@Bean
		@Order(1)
		LunogramClientBuilderCustomizer first() {
			return (builder) -> builder.baseUrl("https://first.example").apiKey("sk_from_a_vault");
		}

	}

	static final class ClosableFactory implements ClientHttpRequestFactory, DisposableBean {

		private static int closed;

		@Override
		public ClientHttpRequest createRequest(URI uri, HttpMethod method) {
			MockClientHttpRequest request = new MockClientHttpRequest(method, uri);
			MockClientHttpResponse response = new MockClientHttpResponse(
					"{\"public_key\":\"k\"}".getBytes(StandardCharsets.UTF_8), HttpStatus.OK);
			response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
			request.setResponse(response);
			return request;
		}

		@Override
		public void destroy() {
			closed++;
		}

	}

}
