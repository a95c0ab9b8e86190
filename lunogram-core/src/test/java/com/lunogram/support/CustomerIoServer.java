package com.lunogram.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;

import com.lunogram.customerio.CustomerIoAppClient;
import com.lunogram.customerio.CustomerIoAppClientBuilder;
import com.lunogram.customerio.CustomerIoTrackClient;
import com.lunogram.customerio.CustomerIoTrackClientBuilder;
import com.lunogram.http.JdkRequestFactory;
import com.lunogram.http.RetryPolicy;
import io.swagger.parser.OpenAPIParser;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * A stand-in for Customer.io that insists on the contract.
 */
public final class CustomerIoServer extends DocumentedServer {

	public static final String SITE_ID = "site-1";

	public static final String API_KEY = "key-4f1d0c2b3a59687e";

	public static final String DOCUMENT = "contract/customerio-api.yaml";

	public static final String APP_API_KEY = "app-9c8b7a6d5e4f3021";

	private @Nullable CustomerIoTrackClient trackClient;

	private @Nullable CustomerIoAppClient appClient;

	private CustomerIoServer(boolean answersToo) {
		super(DOCUMENT, answersToo);
	}

	/** A server whose answers must keep to the contract too. */
	public static CustomerIoServer forGoodAnswers() {
		return new CustomerIoServer(true);
	}

	/** A server that may answer what Customer.io does not. */
	public static CustomerIoServer forBadAnswers() {
		return new CustomerIoServer(false);
	}

	/** A client that tries once, the same for all tests. */
	public synchronized CustomerIoTrackClient trackClient() {
		if (this.trackClient == null) {
			this.trackClient = trackBuilder().build();
		}
		return this.trackClient;
	}

	/** The builder of a client that tries once. */
	public CustomerIoTrackClientBuilder trackBuilder() {
		return CustomerIoTrackClient.builder()
			.siteId(SITE_ID)
			.apiKey(API_KEY)
			.baseUrl(url())
			.connectTimeout(PATIENCE)
			.readTimeout(PATIENCE)
			.retry(RetryPolicy.none());
	}

	/** A client of the App API that tries once, the same for all tests. */
	public synchronized CustomerIoAppClient appClient() {
		if (this.appClient == null) {
			this.appClient = appBuilder().build();
		}
		return this.appClient;
	}

	/** The builder of a client of the App API that tries once. */
	public CustomerIoAppClientBuilder appBuilder() {
		return CustomerIoAppClient.builder()
			.apiKey(APP_API_KEY)
			.baseUrl(url())
			.connectTimeout(PATIENCE)
			.readTimeout(PATIENCE)
			.retry(RetryPolicy.none());
	}

	/** Ids of all documented operations whose paths begin so. */
	public static List<String> operationsBelow(String path) {
		SwaggerParseResult document = new OpenAPIParser().readLocation(DOCUMENT, null, new ParseOptions());
		if (!document.getMessages().isEmpty()) {
			throw new AssertionError(document.getMessages());
		}
		return document.getOpenAPI()
			.getPaths()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().startsWith(path))
			.flatMap((entry) -> entry.getValue().readOperations().stream())
			.map(Operation::getOperationId)
			.toList();
	}

	/**
	 * Takes the given servers for the given hosts, and lets nothing through to others.
	 */
	public static ClientHttpRequestFactory standingInFor(Map<String, CustomerIoServer> hosts) {
		JdkRequestFactory factory = new JdkRequestFactory(
				HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), PATIENCE);
		return (uri, method) -> {
			CustomerIoServer server = hosts.get(uri.getHost());
			if (server == null || !"https".equals(uri.getScheme())) {
				throw new IOException("nobody stands in for " + uri.getScheme() + "://" + uri.getAuthority());
			}
			String query = (uri.getRawQuery() != null) ? "?" + uri.getRawQuery() : "";
			return factory.createRequest(URI.create(server.url() + uri.getRawPath() + query), method);
		};
	}

}
