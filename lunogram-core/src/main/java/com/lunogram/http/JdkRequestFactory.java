package com.lunogram.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Sends requests with the JDK's HTTP client, their bodies as they are. Spring's own
 * factory streams a body through a thread of its own and reads the answer through
 * another, which costs several times what the request does.
 */
public final class JdkRequestFactory implements ClientHttpRequestFactory {

	private final HttpClient client;

	private final Duration timeout;

	/**
	 * A factory over the given client.
	 * @param client the client
	 * @param timeout how long to wait for an answer as a whole, more than zero
	 */
	public JdkRequestFactory(HttpClient client, Duration timeout) {
		this.client = client;
		this.timeout = timeout;
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod method) {
		return new JdkRequest(this.client, uri, method, this.timeout);
	}

}
