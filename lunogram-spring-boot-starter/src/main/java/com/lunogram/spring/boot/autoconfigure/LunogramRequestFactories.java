package com.lunogram.spring.boot.autoconfigure;

import java.net.http.HttpClient;
import java.util.function.Supplier;

import com.lunogram.http.HttpThreads;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpCookieHandling;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
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

	/**
	 * Factories for one client.
	 * @param builder the application's builder
	 * @param shared the application's settings
	 * @param properties what is configured about Lunogram
	 * @param details where Lunogram is
	 * @param ownThreads whether the JDK's client is to have threads of its own, as the
	 * application has not given it any
	 */
	LunogramRequestFactories(ClientHttpRequestFactoryBuilder<?> builder, HttpClientSettings shared,
			LunogramProperties properties, LunogramConnectionDetails details, boolean ownThreads) {
		this.builder = (builder instanceof JdkClientHttpRequestFactoryBuilder jdk) ? jdk(jdk, ownThreads) : builder;
		HttpClientSettings own = shared.withTimeouts(properties.connectTimeout(), properties.readTimeout())
			.withRedirects(HttpRedirects.DONT_FOLLOW)
			.withCookieHandling(HttpCookieHandling.DISABLE);
		SslBundle ssl = details.getSslBundle();
		this.settings = (ssl != null) ? own.withSslBundle(ssl) : own;
	}

	private static JdkClientHttpRequestFactoryBuilder jdk(JdkClientHttpRequestFactoryBuilder builder,
			boolean ownThreads) {
		// Plain HTTP/1.1: some servers answer an upgrade badly.
		JdkClientHttpRequestFactoryBuilder plain = builder
			.withHttpClientCustomizer((client) -> client.version(HttpClient.Version.HTTP_1_1));
		return ownThreads ? plain.withExecutor(HttpThreads.create()) : plain;
	}

	@Override
	public ClientHttpRequestFactory get() {
		return this.builder.build(this.settings);
	}

}
