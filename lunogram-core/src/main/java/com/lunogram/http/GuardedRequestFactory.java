package com.lunogram.http;

import java.io.IOException;
import java.net.URI;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Sees to it that an HTTP library fails with an {@link IOException} only, as Spring asks
 * of it. Jetty has runtime exceptions for what breaks the rules of HTTP, and so has the
 * JDK's client for a {@code Content-Length} that is no number.
 */
public final class GuardedRequestFactory implements ClientHttpRequestFactory {

	private final ClientHttpRequestFactory factory;

	/**
	 * Guards a factory.
	 * @param factory the factory of an HTTP library
	 */
	public GuardedRequestFactory(ClientHttpRequestFactory factory) {
		this.factory = factory;
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
		return new TrackedRequest(this.factory.createRequest(uri, method), () -> {
		});
	}

}
