package com.lunogram.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A request that tells when its connection goes back into the pool, and fails with an
 * {@link IOException} only.
 */
final class TrackedRequest implements ClientHttpRequest, StreamingHttpOutputMessage {

	private final ClientHttpRequest request;

	private final Runnable onEnd;

	TrackedRequest(ClientHttpRequest request, Runnable onEnd) {
		this.request = request;
		this.onEnd = onEnd;
	}

	@Override
	public ClientHttpResponse execute() throws IOException {
		boolean answered = false;
		try {
			ClientHttpResponse response = this.request.execute();
			answered = true;
			return new TrackedResponse(response);
		}
		catch (RuntimeException ex) {
			throw new IOException(ex.toString(), ex);
		}
		finally {
			if (!answered) {
				this.onEnd.run();
			}
		}
	}

	@Override
	public void setBody(Body body) {
		if (this.request instanceof StreamingHttpOutputMessage streaming) {
			streaming.setBody(body);
			return;
		}
		try {
			body.writeTo(this.request.getBody());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public OutputStream getBody() throws IOException {
		return this.request.getBody();
	}

	@Override
	public HttpMethod getMethod() {
		return this.request.getMethod();
	}

	@Override
	public URI getURI() {
		return this.request.getURI();
	}

	@Override
	public Map<String, Object> getAttributes() {
		return this.request.getAttributes();
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.request.getHeaders();
	}

	/**
	 * Its answer.
	 */
	private final class TrackedResponse implements ClientHttpResponse {

		private final ClientHttpResponse response;

		TrackedResponse(ClientHttpResponse response) {
			this.response = response;
		}

		@Override
		public HttpStatusCode getStatusCode() throws IOException {
			return this.response.getStatusCode();
		}

		@Override
		public String getStatusText() throws IOException {
			return this.response.getStatusText();
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.response.getHeaders();
		}

		@Override
		public InputStream getBody() throws IOException {
			return this.response.getBody();
		}

		@Override
		public void close() {
			try {
				this.response.close();
			}
			finally {
				TrackedRequest.this.onEnd.run();
			}
		}

	}

}
