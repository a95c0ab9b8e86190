package com.lunogram.spring.boot.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.lunogram.LunogramClient;
import com.lunogram.LunogramTransportException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for SSL bundles, with a server whose certificate only such a bundle trusts.
 */
class LunogramSslTests {

	private static final String PASSWORD = "password";

	@TempDir
	private static Path directory;

	private static WireMockServer server;

	@BeforeAll
	static void start() throws IOException, InterruptedException {
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keystore", keystore().toString(), "-storetype", "PKCS12", "-storepass", PASSWORD,
				"-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost")
			.inheritIO()
			.start();
		assertThat(keytool.waitFor()).isZero();
		server = new WireMockServer(wireMockConfig().dynamicPort()
			.dynamicHttpsPort()
			.keystorePath(keystore().toString())
			.keystoreType("PKCS12")
			.keystorePassword(PASSWORD)
			.keyManagerPassword(PASSWORD));
		server.start();
		server.stubFor(get("/api/client/push/vapid").willReturn(okJson("{\"public_key\":\"k\"}")));
	}

	@AfterAll
	static void stop() {
		server.stop();
	}

	@Test
	void unknownCertificateIsNotTrusted() {
		runner().run((context) -> assertThatExceptionOfType(LunogramTransportException.class)
			.isThrownBy(() -> context.getBean(LunogramClient.class).ping())
			.withMessageContaining("unable to find valid certification path"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "lunogram.ssl.bundle=private", "spring.http.clients.ssl.bundle=private" })
	void certificateOfTheBundleIsTrusted(String property) {
		runner().withPropertyValues(property).run((context) -> context.getBean(LunogramClient.class).ping());
	}

	@Test
	void certificateOfTheBundleIsTrustedWithoutHttpClientsOfSpringBoot() {
		withoutHttpClients().withPropertyValues("lunogram.ssl.bundle=private")
			.run((context) -> context.getBean(LunogramClient.class).ping());
	}

	@Test
	void optionsOfTheBundleCountWithoutHttpClientsOfSpringBoot() {
		withoutHttpClients()
			.withPropertyValues("lunogram.ssl.bundle=private",
					"spring.ssl.bundle.jks.private.options.enabled-protocols=TLSv1.1")
			.run((context) -> assertThatExceptionOfType(LunogramTransportException.class)
				.isThrownBy(() -> context.getBean(LunogramClient.class).ping())
				.withMessageContaining("protocol"));
	}

	@Test
	void ownBundleWinsOverTheSharedOne() {
		runner()
			.withPropertyValues("lunogram.ssl.bundle=private", "spring.http.clients.ssl.bundle=other",
					"spring.ssl.bundle.jks.other.truststore.location=classpath:keystore",
					"spring.ssl.bundle.jks.other.truststore.password=password")
			.run((context) -> context.getBean(LunogramClient.class).ping());
	}

	private static ApplicationContextRunner runner() {
		return own().withConfiguration(
				AutoConfigurations.of(HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class));
	}

	private static ApplicationContextRunner withoutHttpClients() {
		return own().withClassLoader(
				new FilteredClassLoader("org.springframework.boot.http.client", "org.springframework.boot.restclient"));
	}

	private static ApplicationContextRunner own() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LunogramAutoConfiguration.class, SslAutoConfiguration.class))
			.withPropertyValues("lunogram.api-key=sk_secret",
					"lunogram.base-url=https://localhost:" + server.httpsPort(),
					"spring.ssl.bundle.jks.private.truststore.location=file:" + keystore(),
					"spring.ssl.bundle.jks.private.truststore.password=" + PASSWORD);
	}

	private static Path keystore() {
		return directory.resolve("server.p12");
	}

}
