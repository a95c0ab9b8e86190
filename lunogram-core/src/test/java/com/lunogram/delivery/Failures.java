package com.lunogram.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import com.lunogram.LunogramClient;
import com.lunogram.LunogramException;
import com.lunogram.model.Operation;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * What a client throws when a server answers in some way, made by a real client.
 */
final class Failures {

	private static final String PROBLEM = "{\"title\":\"a title\",\"detail\":\"a detail\"}";

	private Failures() {
	}

	/** An answer of the API with an error status. */
	static LunogramException status(int status) {
		return answer(Operation.POST_USER_EVENTS, status, PROBLEM, Map.of("Content-Type", "application/json"));
	}

	/** A refusal in the server's own words, as they stand in JSON. */
	static LunogramException refusal(String detail) {
		return answer(Operation.POST_USER_EVENTS, 400, "{\"title\":\"refused\",\"detail\":\"" + detail + "\"}",
				Map.of("Content-Type", "application/json"));
	}

	/** An answer with an error status and Retry-After. */
	static LunogramException status(int status, String retryAfter) {
		return answer(Operation.POST_USER_EVENTS, status, PROBLEM,
				Map.of("Content-Type", "application/json", "Retry-After", retryAfter));
	}

	/** A web page with some status, as from a wrong address. */
	static LunogramException html(int status) {
		return answer(Operation.POST_USER_EVENTS, status, "<html></html>", Map.of("Content-Type", "text/html"));
	}

	/** Nobody listens there. */
	static LunogramException refused() {
		return thrownBy(Operation.POST_USER_EVENTS, new Exchange(new ConnectException("refused"), null));
	}

	/** The connection broke after the request was sent. */
	static LunogramException reset() {
		return thrownBy(Operation.POST_USER_EVENTS, new Exchange(new SocketException("reset"), null));
	}

	private static LunogramException answer(Operation operation, int status, String body, Map<String, String> headers) {
		HttpHeaders httpHeaders = new HttpHeaders();
		headers.forEach(httpHeaders::set);
		Answer answer = new Answer(HttpStatusCode.valueOf(status), httpHeaders, body.getBytes(StandardCharsets.UTF_8));
		return thrownBy(operation, new Exchange(null, answer));
	}

	private static LunogramException thrownBy(Operation operation, Exchange exchange) {
		try (LunogramClient client = LunogramClient.builder()
			.apiKey("sk_test")
			.baseUrl("http://localhost")
			.requestFactory((uri, method) -> exchange)
			.build()) {
			client.send(operation, "[]".getBytes(StandardCharsets.UTF_8));
		}
		catch (LunogramException ex) {
			return ex;
		}
		throw new IllegalArgumentException("That is no failure");
	}

	private record Exchange(@Nullable IOException failure, @Nullable Answer answer) implements ClientHttpRequest {

		@Override
		public ClientHttpResponse execute() throws IOException {
			if (this.answer == null) {
				throw (this.failure != null) ? this.failure : new IOException();
			}
			return this.answer;
		}

		@Override
		public OutputStream getBody() {
			return OutputStream.nullOutputStream();
		}

		@Override
		public HttpMethod getMethod() {
			return HttpMethod.POST;
		}

		@Override
		public URI getURI() {
			return URI.create("http://localhost");
		}

		@Override
		public Map<String, Object> getAttributes() {
			return new HashMap<>();
		}

		@Override
		public HttpHeaders getHeaders() {
			return new HttpHeaders();
		}

	}

	@SuppressWarnings("ArrayRecordComponent") // never compared
	private record Answer(HttpStatusCode status, HttpHeaders headers, byte[] body) implements ClientHttpResponse {

		@Override
		public HttpStatusCode getStatusCode() {
			return this.status;
		}

		@Override
		public String getStatusText() {
			return HttpStatus.valueOf(this.status.value()).getReasonPhrase();
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public InputStream getBody() {
			return new ByteArrayInputStream(this.body);
		}

		@Override
		public void close() {
			// Nothing is open.
		}

	}

}
