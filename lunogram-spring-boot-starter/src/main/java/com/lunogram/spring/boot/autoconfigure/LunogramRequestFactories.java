package com.lunogram.spring.boot.autoconfigure;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Supplier;

import com.lunogram.http.JdkRequestFactory;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpCookieHandling;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkHttpClientBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Makes request factories as the application wants them, except for what Lunogram
 * requires: time-outs of its own, and neither redirects nor cookies, as both would send
 * credentials where they don't belong.
 */
final class LunogramRequestFactories implements Supplier<ClientHttpRequestFactory> {

	private final ClientHttpRequestFactoryBuilder<?> builder;

	private final HttpClientSettings settings;

	private final Duration readTimeout;

	private final boolean plain;

	/**
	 * Factories for one client.
	 * @param builder the application's builder
	 * @param shared the application's settings
	 * @param properties what is configured about Lunogram
	 * @param details where Lunogram is
	 * @param customized whether the application has changed what its builder makes
	 */
	LunogramRequestFactories(ClientHttpRequestFactoryBuilder<?> builder, HttpClientSettings shared,
			LunogramProperties properties, LunogramConnectionDetails details, boolean customized) {
		boolean jdk = builder instanceof JdkClientHttpRequestFactoryBuilder;
		this.plain = jdk && !customized;
		this.builder = jdk ? ((JdkClientHttpRequestFactoryBuilder) builder)
			.withHttpClientCustomizer(LunogramRequestFactories::customize) : builder;
		this.readTimeout = properties.readTimeout();
		HttpClientSettings own = shared.withTimeouts(properties.connectTimeout(), properties.readTimeout())
			.withRedirects(HttpRedirects.DONT_FOLLOW)
			.withCookieHandling(HttpCookieHandling.DISABLE);
		SslBundle ssl = details.getSslBundle();
		this.settings = (ssl != null) ? own.withSslBundle(ssl) : own;
	}

	/** Plain HTTP/1.1: some servers answer an upgrade badly. */
	private static void customize(HttpClient.Builder client) {
		client.version(HttpClient.Version.HTTP_1_1);
	}

	@Override
	public ClientHttpRequestFactory get() {
		if (this.plain) {
			HttpClient client = new JdkHttpClientBuilder().withCustomizer(LunogramRequestFactories::customize)
				.build(this.settings.withReadTimeout(null));
			return new JdkRequestFactory(client, this.readTimeout);
		}
		return this.builder.build(this.settings);
	}

}
