package com.lunogram.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/**
 * Sends one request, once. Knows nothing of what a status means.
 */
public final class HttpTransport implements Exchange {

	/** {@code lunogram-java/} and the version of this library. */
	public static final String USER_AGENT = "lunogram-java/" + version();

	static final int MAX_ANSWER_BYTES = 8 << 20;

	private static final Logger logger = LoggerFactory.getLogger(HttpTransport.class);

	private final Supplier<RestClient> restClient;

	private final Consumer<HttpHeaders> credentials;

	private final Pacer pacer;

	private final OccasionalLog brokenObservers = new OccasionalLog(logger, System::nanoTime);

	/**
	 * A transport over the given client.
	 * @param restClient gives where requests go, always the same one; its base URL is the
	 * server's
	 * @param credentials adds what authenticates a request
	 * @param pacer hears of every request, and of every refusal for the rate
	 */
	public HttpTransport(Supplier<RestClient> restClient, Consumer<HttpHeaders> credentials, Pacer pacer) {
		this.restClient = restClient;
		this.credentials = credentials;
		this.pacer = pacer;
	}

	@Override
	public HttpAnswer exchange(HttpCall call) {
		return exchange(call, method(call).uri(call.uri(), call.uriVariables()));
	}

	/**
	 * Sends a request, credentials included, to another address than its own.
	 * @param call the request
	 * @param address the absolute address, path and query included
	 * @return the answer
	 * @throws TransportFailure if there was no complete answer
	 * @throws OversizedAnswerException if the answer is larger than 8 MB
	 */
	public HttpAnswer exchange(HttpCall call, URI address) {
		return exchange(call, method(call).uri(address));
	}

	private RestClient.RequestBodyUriSpec method(HttpCall call) {
		return this.restClient.get().method(HttpMethod.valueOf(call.method()));
	}

	private HttpAnswer exchange(HttpCall call, RestClient.RequestBodySpec request) {
		request.accept(MediaType.APPLICATION_JSON).headers(this::addHeaders);
		if (call.body() != null) {
			// Bytes, not an object: that sends a Content-Length, and a repeat is the
			// same.
			request.contentType(MediaType.APPLICATION_JSON).body(call.body());
		}
		this.pacer.spend();
		try {
			HttpAnswer answer = whateverObserversThrow(request);
			if (answer.rateLimited()) {
				this.pacer.slowDown();
			}
			return answer;
		}
		catch (ResourceAccessException ex) {
			// Its message has the whole URL in it, query included.
			throw new TransportFailure(
					(ex.getCause() instanceof IOException cause) ? cause : new IOException("no answer", ex.getCause()));
		}
	}

	/**
	 * What handlers of observations throw in the end comes out of the client as if the
	 * request had failed. It would be repeated then, though the server has taken it.
	 */
	private HttpAnswer whateverObserversThrow(RestClient.RequestBodySpec request) {
		AtomicReference<@Nullable HttpAnswer> read = new AtomicReference<>();
		try {
			return request.exchangeForRequiredValue((sent, response) -> {
				HttpAnswer answer = read(response);
				read.set(answer);
				return answer;
			});
		}
		catch (Exception | Error ex) {
			HttpAnswer answer = read.get();
			if (answer == null) {
				throw ex;
			}
			this.brokenObservers.warn("times an ObservationHandler failed after a request, which is of no consequence"
					+ " for it, the last time so: " + ex);
			logger.debug("An ObservationHandler failed", ex);
			return answer;
		}
	}

	private void addHeaders(HttpHeaders headers) {
		headers.set(HttpHeaders.USER_AGENT, USER_AGENT);
		this.credentials.accept(headers);
	}

	private static HttpAnswer read(ClientHttpResponse response) throws IOException {
		try (InputStream body = response.getBody()) {
			byte[] bytes = body.readNBytes(MAX_ANSWER_BYTES + 1);
			if (bytes.length > MAX_ANSWER_BYTES) {
				throw new OversizedAnswerException(MAX_ANSWER_BYTES);
			}
			HttpHeaders headers = HttpHeaders.copyOf(response.getHeaders());
			return new HttpAnswer(response.getStatusCode().value(), headers, bytes, false);
		}
	}

	private static String version() {
		try (InputStream file = HttpTransport.class.getResourceAsStream("version.properties")) {
			Properties properties = new Properties();
			properties.load(file);
			return properties.getProperty("version");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
