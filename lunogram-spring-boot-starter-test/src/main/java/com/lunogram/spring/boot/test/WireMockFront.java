package com.lunogram.spring.boot.test;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.Options.ChunkedEncodingPolicy;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Cookie;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import org.jspecify.annotations.Nullable;

/**
 * Puts the endpoint behind WireMock, which brings the HTTP server, the delays and the
 * broken connections. One stub matches everything; what it answers is decided here.
 */
final class WireMockFront implements ResponseDefinitionTransformerV2 {

	/** A delayed answer holds a thread, and delays must not stop the other requests. */
	private static final int THREADS = 64;

	private static final long STOP_TIMEOUT_MILLIS = 500;

	private static final String SESSION_COOKIE = "__session";

	private final Endpoint endpoint;

	private final Faults faults;

	private WireMockServer server;

	private volatile int port;

	private boolean closed;

	WireMockFront(int port, Endpoint endpoint, Faults faults) {
		this.endpoint = endpoint;
		this.faults = faults;
		this.server = new WireMockServer(options(port).extensions(this));
	}

	private static WireMockConfiguration options(int port) {
		return WireMockConfiguration.options()
			.bindAddress("127.0.0.1")
			.port(port)
			// The JDK's client offers an upgrade to HTTP/2 with every plain request.
			.http2PlainDisabled(true)
			.containerThreads(THREADS)
			.jettyStopTimeout(STOP_TIMEOUT_MILLIS)
			.useChunkedTransferEncoding(ChunkedEncodingPolicy.NEVER)
			.gzipDisabled(true)
			.templatingEnabled(false)
			.stubRequestLoggingDisabled(true)
			// A web page could otherwise reach what WireMock offers to administrators.
			.adminAuthenticator((request) -> false)
			// We keep our own journal: WireMock's has no bound by size.
			.disableRequestJournal();
	}

	synchronized void open() {
		this.server.start();
		this.port = this.server.port();
		this.server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse()));
	}

	/** Stops listening, or listens again on the same port. */
	synchronized void goAway(boolean away) {
		if (away) {
			this.server.stop();
		}
		else if (!this.closed && !this.server.isRunning()) {
			this.server = new WireMockServer(options(this.port).extensions(this));
			open();
		}
	}

	synchronized void close() {
		this.closed = true;
		this.server.stop();
	}

	int port() {
		return this.port;
	}

	@Override
	public String getName() {
		return "lunogram-server";
	}

	@Override
	public ResponseDefinition transform(ServeEvent event) {
		Answer answer = this.endpoint.handle(read(event.getRequest()));
		ResponseDefinitionBuilder response = (answer != null) ? toResponse(answer)
				: WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER);
		return response.withFixedDelay(Math.toIntExact(this.faults.delay().toMillis())).build();
	}

	private static HttpRequest read(Request request) {
		return new HttpRequest(request.getMethod().value(), request.getUrl(), header(request, "Authorization"),
				sessionCookie(request), header(request, "Content-Type"), request.containsHeader("Origin"),
				request.getClientIp(),
				(request.getBody() != null) ? new String(request.getBody(), StandardCharsets.UTF_8) : "");
	}

	private static @Nullable String header(Request request, String name) {
		return request.containsHeader(name) ? request.getHeader(name) : null;
	}

	private static @Nullable String sessionCookie(Request request) {
		Cookie cookie = request.getCookies().get(SESSION_COOKIE);
		return (cookie != null && !cookie.isAbsent()) ? cookie.getValue() : null;
	}

	private static ResponseDefinitionBuilder toResponse(Answer answer) {
		ResponseDefinitionBuilder response = WireMock.aResponse().withStatus(answer.status());
		for (Map.Entry<String, String> header : answer.headers().entrySet()) {
			response.withHeader(header.getKey(), header.getValue());
		}
		return (answer.body() != null) ? response.withBody(answer.body()) : response;
	}

}
