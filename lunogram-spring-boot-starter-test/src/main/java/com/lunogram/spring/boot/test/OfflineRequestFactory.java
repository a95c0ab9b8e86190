package com.lunogram.spring.boot.test;

import java.net.URI;
import java.nio.charset.StandardCharsets;

import com.lunogram.model.Operation;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;

/**
 * Sends nothing. The one request that health makes by itself is answered as by a server
 * that is well and has no key for web push; every other one is a mistake of the test.
 */
final class OfflineRequestFactory implements ClientHttpRequestFactory {

	private static final Operation PING = Operation.GET_VAPID_PUBLIC_KEY;

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod method) {
		if (!method.matches(PING.method()) || !uri.getPath().endsWith(PING.path())) {
			// An IOException would be one that the application expects, and tries again.
			throw new IllegalStateException("A LunogramClient was told to " + method + " " + uri.getPath()
					+ ", but there is no server in a test with @AutoConfigureLunogramRecorder: only what is published"
					+ " with LunogramPublisher or @LunogramEvent is recorded. Add @EnableLunogramServer to have calls"
					+ " of the client answered.");
		}
		MockClientHttpRequest request = new MockClientHttpRequest(method, uri);
		request.setResponse(noKey());
		return request;
	}

	private static MockClientHttpResponse noKey() {
		byte[] body = "{\"title\":\"not found\",\"detail\":\"no server, only a recorder\"}"
			.getBytes(StandardCharsets.UTF_8);
		MockClientHttpResponse response = new MockClientHttpResponse(body, HttpStatus.NOT_FOUND);
		response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		return response;
	}

}
