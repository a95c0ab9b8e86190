package com.lunogram.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Set;
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

	/** What a header says is not reserved in any amount. */
	private static final long MAX_BUFFER = 1 << 20;

	private final HttpClient client;

	private final URI uri;

	private final HttpMethod method;

	private final Duration timeout;

	private @Nullable FastByteArrayOutputStream body;

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
		// One array that is large enough, rather than several that are then joined.
		long length = Math.min(headers.getContentLength(), MAX_BUFFER);
		this.body = (length > 0) ? new FastByteArrayOutputStream((int) length) : new FastByteArrayOutputStream();
		return this.body;
	}

	@Override
	protected ClientHttpResponse executeInternal(HttpHeaders headers) throws IOException {
		long end = System.nanoTime() + this.timeout.toNanos();
		try {
			// In this thread as far as it goes. Where there are few processors, an
			// asynchronous request starts a thread.
			HttpResponse<BoundedBody> answer = this.client.send(request(headers),
					BoundedBody.atMost(HttpTransport.MAX_ANSWER_BYTES + 1));
			return new JdkResponse(answer.statusCode(), answer.headers(), answer.body().await(end - System.nanoTime()));
		}
		catch (TimeoutException | HttpTimeoutException ex) {
			throw (ex instanceof HttpConnectTimeoutException connect) ? connect
					: new HttpTimeoutException("there was no answer within " + this.timeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("the request was interrupted", ex);
		}
	}

	private HttpRequest request(HttpHeaders headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.uri).timeout(this.timeout);
		headers.forEach((name, values) -> {
			if (OWN_HEADERS.stream().noneMatch(name::equalsIgnoreCase)) {
				values.forEach((value) -> request.header(name, (value != null) ? value : ""));
			}
		});
		FastByteArrayOutputStream written = this.body;
		BodyPublisher publisher = (written != null && written.size() > 0)
				? BodyPublishers.ofByteArray(written.toByteArrayUnsafe()) : BodyPublishers.noBody();
		return request.method(this.method.name(), publisher).build();
	}

}
