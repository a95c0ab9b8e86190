package com.lunogram.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.Response;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.common.JettySettings;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.LoggedResponse;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.jetty11.Jetty11HttpServer;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import wiremock.org.eclipse.jetty.io.NetworkTrafficListener;
import wiremock.org.eclipse.jetty.server.ServerConnector;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

/**
 * A server that holds every request, and every answer that a test has it give, against an
 * OpenAPI document: a test fails if it has broken the contract, whatever else it asserts.
 */
public abstract class DocumentedServer
		implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

	/** So long that only what is wrong takes it. */
	public static final Duration PATIENCE = Duration.ofMinutes(1);

	/** Each document is read once for all tests. */
	private static final Map<String, OpenApiInteractionValidator> VALIDATORS = new ConcurrentHashMap<>();

	private final WireMockServer wireMock = new WireMockServer(
			options().dynamicPort().containerThreads(24).httpServerFactory(PatientServer::new));

	private final boolean answersToo;

	private final String document;

	/**
	 * A server for the given document.
	 * @param document where the document is
	 * @param answersToo whether the answers must keep to it too
	 */
	DocumentedServer(String document, boolean answersToo) {
		this.document = document;
		this.answersToo = answersToo;
	}

	public WireMockServer wireMock() {
		return this.wireMock;
	}

	public String url() {
		return "http://localhost:" + this.wireMock.port();
	}

	public void answer(ResponseDefinitionBuilder response) {
		this.wireMock.stubFor(any(anyUrl()).willReturn(response));
	}

	public void answer(int status) {
		answer(aResponse().withStatus(status));
	}

	public void answerJson(int status, String json) {
		answer(json(status, json));
	}

	public static ResponseDefinitionBuilder json(int status, String json) {
		return aResponse().withStatus(status).withHeader("Content-Type", "application/json").withBody(json);
	}

	/** What was requested so far, in order. */
	public List<LoggedRequest> requests() {
		List<LoggedRequest> requests = new ArrayList<>();
		this.wireMock.getAllServeEvents().forEach((event) -> requests.add(0, event.getRequest()));
		return requests;
	}

	public LoggedRequest onlyRequest() {
		List<LoggedRequest> requests = requests();
		if (requests.size() != 1) {
			throw new AssertionError("not one request, but " + requests.size());
		}
		return requests.get(0);
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		this.wireMock.start();
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		this.wireMock.resetAll();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		List<String> violations = new ArrayList<>();
		this.wireMock.getAllServeEvents().forEach((event) -> violations.addAll(violations(event)));
		if (!violations.isEmpty()) {
			throw new AssertionError("The contract is broken:\n" + String.join("\n", violations));
		}
	}

	@Override
	public void afterAll(ExtensionContext context) {
		this.wireMock.stop();
	}

	private List<String> violations(ServeEvent event) {
		Request request = request(event.getRequest());
		OpenApiInteractionValidator validator = VALIDATORS.computeIfAbsent(this.document, DocumentedServer::read);
		ValidationReport report = this.answersToo ? validator.validate(request, response(event.getResponse()))
				: validator.validateRequest(request);
		List<String> violations = new ArrayList<>();
		for (ValidationReport.Message message : report.getMessages()) {
			if (message.getLevel() == ValidationReport.Level.ERROR) {
				violations.add(event.getRequest().getMethod() + " " + event.getRequest().getUrl() + ": " + message);
			}
		}
		return violations;
	}

	private static Request request(LoggedRequest logged) {
		SimpleRequest.Builder request = new SimpleRequest.Builder(logged.getMethod().getName(),
				pathOf(logged.getUrl()));
		for (HttpHeader header : logged.getHeaders().all()) {
			request.withHeader(header.key(), header.values());
		}
		logged.getQueryParams().forEach((name, parameter) -> request.withQueryParam(name, parameter.values()));
		if (logged.getBody().length > 0) {
			request.withBody(logged.getBody());
		}
		return request.build();
	}

	private static String pathOf(String url) {
		int query = url.indexOf('?');
		return (query < 0) ? url : url.substring(0, query);
	}

	private static Response response(LoggedResponse logged) {
		SimpleResponse.Builder response = new SimpleResponse.Builder(logged.getStatus());
		if (logged.getHeaders() != null) {
			for (HttpHeader header : logged.getHeaders().all()) {
				response.withHeader(header.key(), header.values());
			}
		}
		byte[] body = logged.getBody();
		if (body != null && body.length > 0) {
			response.withBody(body);
		}
		return response.build();
	}

	/**
	 * Does not close idle connections, as WireMock's own server does after 30 seconds: on
	 * a machine so busy that a test lasts that long, a request may be on its way just
	 * then. {@link RawServer} is for tests of that.
	 */
	private static final class PatientServer extends Jetty11HttpServer {

		PatientServer(Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
			super(options, admin, stubs);
		}

		@Override
		protected ServerConnector createHttpConnector(String bindAddress, int port, JettySettings settings,
				NetworkTrafficListener listener) {
			ServerConnector connector = super.createHttpConnector(bindAddress, port, settings, listener);
			connector.setIdleTimeout(Duration.ofHours(1).toMillis());
			return connector;
		}

	}

	private static OpenApiInteractionValidator read(String document) {
		return OpenApiInteractionValidator.createForSpecificationUrl(document)
			.withLevelResolver(LevelResolver.create()
				.withLevel("validation.request.parameter.query.unexpected", ValidationReport.Level.ERROR)
				.build())
			.build();
	}

}
