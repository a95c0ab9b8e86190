package com.lunogram.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.FastByteArrayOutputStream;

/**
 * A request of the JDK's HTTP client.
 */
final class JdkRequest extends AbstractClientHttpRequest {

	/** The client sets these itself, and refuses to be told. */
	private static final Set<String> OWN_HEADERS = Set.of(HttpHeaders.CONNECTION, HttpHeaders.CONTENT_LENGTH,
			HttpHeaders.EXPECT, HttpHeaders.HOST, HttpHeaders.UPGRADE);

	private final HttpClient client;

	private final URI uri;

	private final HttpMethod method;

	private final Duration timeout;

	private final FastByteArrayOutputStream body = new FastByteArrayOutputStream();

	JdkRequest(HttpClient client, URI uri, HttpMethod method, Duration timeout) {
		this.client = client;
		this.uri = uri;
		this.method = method;
		this.timeout = timeout;
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
		CompletableFuture<HttpResponse<byte[]>> answer = this.client.sendAsync(request(headers),
				(info) -> new BoundedBody(HttpTransport.MAX_ANSWER_BYTES + 1));
		try {
			return new JdkResponse(answer.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS));
		}
		catch (TimeoutException ex) {
			answer.cancel(true);
			throw new HttpTimeoutException("there was no answer within " + this.timeout);
		}
		catch (InterruptedException ex) {
			answer.cancel(true);
			Thread.currentThread().interrupt();
			throw new IOException("the request was interrupted", ex);
		}
		catch (ExecutionException ex) {
			throw failure(ex.getCause());
		}
	}

	private HttpRequest request(HttpHeaders headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.uri);
		headers.forEach((name, values) -> {
			if (OWN_HEADERS.stream().noneMatch(name::equalsIgnoreCase)) {
				values.forEach((value) -> request.header(name, (value != null) ? value : ""));
			}
		});
		BodyPublisher publisher = (this.body.size() > 0) ? BodyPublishers.ofByteArray(this.body.toByteArrayUnsafe())
				: BodyPublishers.noBody();
		return request.method(this.method.name(), publisher).build();
	}

	private static IOException failure(@Nullable Throwable cause) {
		return (cause instanceof IOException failure) ? failure : new IOException(String.valueOf(cause), cause);
	}

}
