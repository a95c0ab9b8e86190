package com.lunogram;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

import com.lunogram.http.GuardedRequestFactory;
import com.lunogram.http.HttpTransport;
import com.lunogram.http.JdkRequestFactory;
import com.lunogram.http.JsonCodec;
import com.lunogram.http.Pacer;
import com.lunogram.http.RetryPolicy;
import com.lunogram.http.RotatingRequestFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.DefaultUriBuilderFactory;

/**
 * Builds a {@link LunogramClient}. Only the API key is required.
 */
public final class LunogramClientBuilder {

	/** Where clients go that name no other server. */
	public static final String DEFAULT_BASE_URL = "https://console.lunogram.com";

	private final List<Consumer<RestClient.Builder>> customizers = new ArrayList<>();

	private @Nullable String apiKey;

	private String baseUrl = DEFAULT_BASE_URL;

	private boolean allowInsecureUrl;

	private @Nullable UUID projectId;

	private Duration connectTimeout = Duration.ofSeconds(2);

	private Duration readTimeout = Duration.ofSeconds(10);

	private RetryPolicy retry = RetryPolicy.defaults();

	private @Nullable Supplier<? extends ClientHttpRequestFactory> requestFactories;

	private @Nullable ClientHttpRequestFactory requestFactory;

	private double maxRequestsPerMinute = 480;

	LunogramClientBuilder() {
	}

	/**
	 * Sets the key that authenticates every request.
	 * @param apiKey a secret key ({@code sk_...})
	 * @return this builder
	 */
	public LunogramClientBuilder apiKey(String apiKey) {
		this.apiKey = apiKey;
		return this;
	}

	/**
	 * Sets the address of the server.
	 * @param baseUrl an absolute {@code https} URL; a trailing slash or {@code /api} is
	 * of no account. Plain {@code http} is taken for loopback addresses only, unless
	 * {@link #allowInsecureUrl(boolean)} says otherwise
	 * @return this builder
	 */
	public LunogramClientBuilder baseUrl(String baseUrl) {
		this.baseUrl = baseUrl;
		return this;
	}

	/**
	 * Whether the key may be sent over plain {@code http} to any host.
	 * @param allowInsecureUrl {@code true} if so
	 * @return this builder
	 */
	public LunogramClientBuilder allowInsecureUrl(boolean allowInsecureUrl) {
		this.allowInsecureUrl = allowInsecureUrl;
		return this;
	}

	/**
	 * Uses the paths of the generation that names the project.
	 * @param projectId the key's project; {@code null} for the paths without a project
	 * @return this builder
	 */
	public LunogramClientBuilder projectId(@Nullable UUID projectId) {
		this.projectId = projectId;
		return this;
	}

	/**
	 * Sets how long to wait for a connection. Of no account for a request factory that is
	 * given from outside.
	 * @param connectTimeout the time, positive; 2 seconds unless told otherwise
	 * @return this builder
	 */
	public LunogramClientBuilder connectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
		return this;
	}

	/**
	 * Sets how long to wait for an answer. Of no account for a request factory that is
	 * given from outside.
	 * @param readTimeout the time, positive; 10 seconds unless told otherwise
	 * @return this builder
	 */
	public LunogramClientBuilder readTimeout(Duration readTimeout) {
		this.readTimeout = readTimeout;
		return this;
	}

	/**
	 * Sets how often and how long a call is tried.
	 * @param retry the policy; {@link RetryPolicy#defaults()} unless told otherwise
	 * @return this builder
	 */
	public LunogramClientBuilder retry(RetryPolicy retry) {
		this.retry = retry;
		return this;
	}

	/**
	 * Sets how many requests a minute delivery may send with this key, all of the
	 * client's own calls counted in. Those calls themselves never wait.
	 * @param maxRequestsPerMinute positive; 480 unless told otherwise, four fifths of
	 * what a Lunogram server allows by default. Where several instances share a key, each
	 * gets its part
	 * @return this builder
	 */
	public LunogramClientBuilder maxRequestsPerMinute(double maxRequestsPerMinute) {
		this.maxRequestsPerMinute = maxRequestsPerMinute;
		return this;
	}

	/**
	 * Uses another HTTP library than the JDK's. The factory must not follow redirects, as
	 * those would carry the API key along, nor keep cookies, and should give up pooled
	 * connections after less than five seconds without use, as a Lunogram server closes
	 * them then.
	 * @param requestFactory the factory; the caller closes it
	 * @return this builder
	 */
	public LunogramClientBuilder requestFactory(ClientHttpRequestFactory requestFactory) {
		this.requestFactory = requestFactory;
		this.requestFactories = null;
		return this;
	}

	/**
	 * Uses another HTTP library than the JDK's, whose pooled connections the client gives
	 * up in time by taking turns between a few factories. They must not follow redirects,
	 * nor keep cookies.
	 * @param requestFactories makes a new factory with a pool of its own each time; the
	 * client closes what it has made
	 * @return this builder
	 */
	public LunogramClientBuilder requestFactories(Supplier<? extends ClientHttpRequestFactory> requestFactories) {
		this.requestFactories = requestFactories;
		this.requestFactory = null;
		return this;
	}

	/**
	 * Adds to the {@link RestClient} below the client, such as an interceptor or an
	 * observation registry. Base URL and credentials are set after all customizers.
	 * @param customizer changes the builder
	 * @return this builder
	 */
	public LunogramClientBuilder restClient(Consumer<RestClient.Builder> customizer) {
		this.customizers.add(customizer);
		return this;
	}

	/**
	 * Checks the settings and builds the client. No connection is made yet.
	 * @return the client
	 * @throws LunogramConfigurationException if a setting is missing or wrong
	 */
	public LunogramClient build() {
		String key = Settings.apiKey(this.apiKey);
		String url = Settings.baseUrl(this.baseUrl, this.allowInsecureUrl);
		ClientHttpRequestFactory factory;
		Runnable onClose;
		if (this.requestFactory != null) {
			factory = new GuardedRequestFactory(this.requestFactory);
			onClose = () -> {
			};
		}
		else {
			RotatingRequestFactory rotating = new RotatingRequestFactory(factories());
			factory = rotating;
			onClose = rotating::close;
		}
		RestClient.Builder restClient = RestClient.builder().requestFactory(factory);
		this.customizers.forEach((customizer) -> customizer.accept(restClient));
		restClient.uriBuilderFactory(new DefaultUriBuilderFactory(url));
		if (!(this.maxRequestsPerMinute > 0) || Double.isInfinite(this.maxRequestsPerMinute)) {
			throw new LunogramConfigurationException("delivery.max-requests-per-minute", "is not positive",
					"Give a number such as 480.");
		}
		Pacer pacer = new Pacer(this.maxRequestsPerMinute);
		HttpTransport transport = new HttpTransport(restClient.build(), (headers) -> headers.setBearerAuth(key), pacer);
		ApiCaller caller = new ApiCaller(transport, this.retry, new JsonCodec(), this.projectId, key);
		String description = "LunogramClient[" + url + ((this.projectId != null) ? ", project " + this.projectId : "")
				+ "]";
		return new LunogramClient(caller, pacer, onClose, description);
	}

	private Supplier<? extends ClientHttpRequestFactory> factories() {
		if (this.requestFactories != null) {
			return this.requestFactories;
		}
		Duration connect = Settings.positive(this.connectTimeout, "connect-timeout");
		Duration read = Settings.positive(this.readTimeout, "read-timeout");
		return () -> {
			// Plain HTTP/1.1: one request at a time needs no upgrade, which some servers
			// answer badly.
			HttpClient client = HttpClient.newBuilder()
				.version(HttpClient.Version.HTTP_1_1)
				.followRedirects(HttpClient.Redirect.NEVER)
				.connectTimeout(connect)
				.build();
			return new JdkRequestFactory(client, read);
		};
	}

}
