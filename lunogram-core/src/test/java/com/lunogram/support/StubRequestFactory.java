package com.lunogram.support;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Answers in the same thread and without a network, and keeps what was sent.
 */
public final class StubRequestFactory implements ClientHttpRequestFactory {

	private final Server server;

	private final List<Sent> sent = Collections.synchronizedList(new ArrayList<>());

	public StubRequestFactory(Server server) {
		this.server = server;
	}

	/** Answers everything with the given status and no body. */
	public static StubRequestFactory answering(int status) {
		return new StubRequestFactory((request) -> new Answer(status, ""));
	}

	public List<Sent> sent() {
		return this.sent;
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod method) {
		return new StubRequest(uri, method);
	}

	/**
	 * Decides on answers.
	 */
	@FunctionalInterface
	public interface Server {

		Answer answer(Sent request) throws IOException;

	}

	/**
	 * A request as it was sent.
	 *
	 * @param method its method
	 * @param uri its URI, encoded
	 * @param headers its headers
	 * @param body its body
	 */
	public record Sent(HttpMethod method, URI uri, HttpHeaders headers, String body) {
	}

	/**
	 * An answer.
	 *
	 * @param status its status
	 * @param body its body
	 * @param headers its headers, of a JSON answer unless told otherwise
	 */
	public record Answer(int status, String body, HttpHeaders headers) {

		public Answer(int status, String body) {
			this(status, body, new HttpHeaders());
			this.headers.add(HttpHeaders.CONTENT_TYPE, "application/json");
		}

		public Answer with(String header, String value) {
			this.headers.add(header, value);
			return this;
		}

	}

	private final class StubRequest extends AbstractClientHttpRequest {

		private final URI uri;

		private final HttpMethod method;

		private final ByteArrayOutputStream body = new ByteArrayOutputStream();

		StubRequest(URI uri, HttpMethod method) {
			this.uri = uri;
			this.method = method;
		}

		@Override
		public HttpMethod getMethod() {
			return this.method;
		}

		@Override
		public URI getURI() {
			return this.uri;
		}

		@Override
		protected OutputStream getBodyInternal(HttpHeaders headers) {
			return this.body;
		}

		@Override
		protected ClientHttpResponse executeInternal(HttpHeaders headers) throws IOException {
			Sent request = new Sent(this.method, this.uri, HttpHeaders.copyOf(headers),
					this.body.toString(StandardCharsets.UTF_8));
			StubRequestFactory.this.sent.add(request);
			return new StubResponse(StubRequestFactory.this.server.answer(request));
		}

	}

	private record StubResponse(Answer answer) implements ClientHttpResponse {

		@Override
		public HttpStatusCode getStatusCode() {
			return HttpStatusCode.valueOf(this.answer.status());
		}

		@Override
		public String getStatusText() {
			return "";
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.answer.headers();
		}

		@Override
		public InputStream getBody() {
			return new ByteArrayInputStream(this.answer.body().getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public void close() {
		}

	}

}
