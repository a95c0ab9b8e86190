package com.lunogram.spring.boot.health;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;

import com.lunogram.spring.boot.health.Standing.Failure;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Watches how the requests of one client fare.
 */
abstract sealed class Traffic implements ClientHttpRequestInterceptor permits LunogramTraffic, CustomerIoTraffic {

	private final String server;

	private final String keyAdvice;

	private final Clock clock;

	private volatile Standing standing = Standing.UNKNOWN;

	/**
	 * For a client that has not sent anything yet.
	 * @param server whose server it sends to
	 * @param keyAdvice what to look at if the key is refused
	 * @param clock tells the present time
	 */
	Traffic(String server, String keyAdvice, Clock clock) {
		this.server = server;
		this.keyAdvice = keyAdvice;
		this.clock = clock;
	}

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		try {
			ClientHttpResponse response = execution.execute(request, body);
			answered(response.getStatusCode().value(), isPage(response));
			return response;
		}
		catch (IOException ex) {
			unanswered(ex);
			throw ex;
		}
	}

	/** What proxies and servers of other kinds send, even with status 200. */
	private static boolean isPage(ClientHttpResponse response) {
		String type = response.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
		return type != null
				&& type.regionMatches(true, 0, MediaType.TEXT_HTML_VALUE, 0, MediaType.TEXT_HTML_VALUE.length());
	}

	/** What is wrong, if anything is. */
	@Nullable String problem(Duration patience, Instant now) {
		return this.standing.problem(patience, now, this.keyAdvice);
	}

	Standing standing() {
		return this.standing;
	}

	/**
	 * Takes note of an answer. The server looks at the key first: a request that is
	 * refused for what is in it proves the key as well as a success does.
	 */
	void answered(int status, boolean page) {
		switch (status) {
			case 401, 403 -> note(Standing::refused, status, title(status));
			case 429 -> note(Standing::busy, status, title(status));
			case 200, 201, 202, 204, 207, 400, 404, 413, 422 -> {
				if (page) {
					foreign(status);
				}
				else {
					succeeded();
				}
			}
			default -> note(Standing::failed, status, title(status));
		}
	}

	synchronized void succeeded() {
		this.standing = this.standing.succeeded(this.clock.instant());
	}

	void foreign(@Nullable Integer status) {
		note(Standing::failed, status, "not the answer of a " + this.server + " server");
	}

	void unanswered(Throwable cause) {
		note(Standing::failed, null, "no answer (" + cause.getClass().getSimpleName() + ")");
	}

	private synchronized void note(BiFunction<Standing, Failure, Standing> change, @Nullable Integer status,
			String title) {
		this.standing = change.apply(this.standing, new Failure(this.clock.instant(), status, title));
	}

	private static String title(int status) {
		HttpStatus known = HttpStatus.resolve(status);
		return (known != null) ? known.getReasonPhrase() : "status " + status;
	}

}
