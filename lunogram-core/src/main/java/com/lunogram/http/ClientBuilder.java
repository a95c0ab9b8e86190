package com.lunogram.http;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.DefaultUriBuilderFactory;

/**
 * What the builders of clients have in common: how requests travel.
 *
 * @param <B> the builder
 */
public abstract class ClientBuilder<B extends ClientBuilder<B>> {

	private final List<Consumer<RestClient.Builder>> customizers = new ArrayList<>();

	private final List<Consumer<HttpClient.Builder>> httpClientCustomizers = new ArrayList<>();

	private final List<ClientHttpRequestInterceptor> interceptors = new ArrayList<>();

	private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

	private final SettingChecks checks;

	private boolean allowInsecureUrl;

	private Duration connectTimeout = Duration.ofSeconds(2);

	private Duration readTimeout = Duration.ofSeconds(10);

	private RetryPolicy retry = RetryPolicy.defaults();

	private @Nullable Supplier<? extends ClientHttpRequestFactory> requestFactories;

	private @Nullable ClientHttpRequestFactory requestFactory;

	/**
	 * For the builders of this library.
	 * @param checks complains in the client's way
	 */
	protected ClientBuilder(SettingChecks checks) {
		this.checks = checks;
	}

	/**
	 * This builder.
	 * @return this builder
	 */
	protected abstract B self();

	/**
	 * Whether the key may be sent over plain {@code http} to any host.
	 * @param allowInsecureUrl {@code true} if so
	 * @return this builder
	 */
	public final B allowInsecureUrl(boolean allowInsecureUrl) {
		this.allowInsecureUrl = allowInsecureUrl;
		return self();
	}

	/**
	 * Sets how long to wait for a connection. Of no account for a request factory that is
	 * given from outside.
	 * @param connectTimeout the time, positive, a day at most; 2 seconds unless told
	 * otherwise
	 * @return this builder
	 */
	public final B connectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
		return self();
	}

	/**
	 * Sets how long to wait for an answer. Of no account for a request factory that is
	 * given from outside.
	 * @param readTimeout the time, positive, a day at most; 10 seconds unless told
	 * otherwise
	 * @return this builder
	 */
	public final B readTimeout(Duration readTimeout) {
		this.readTimeout = readTimeout;
		return self();
	}

	/**
	 * Sets how often and how long a call is tried.
	 * @param retry the policy; {@link RetryPolicy#defaults()} unless told otherwise
	 * @return this builder
	 */
	public final B retry(RetryPolicy retry) {
		this.retry = retry;
		return self();
	}

	/**
	 * Uses another HTTP library than the JDK's. The factory must not follow redirects, as
	 * those would carry the API key along, nor keep cookies, and should give up pooled
	 * connections after less than five seconds without use, as servers close them then.
	 * @param requestFactory the factory; the caller closes it
	 * @return this builder
	 */
	public final B requestFactory(ClientHttpRequestFactory requestFactory) {
		this.requestFactory = requestFactory;
		this.requestFactories = null;
		return self();
	}

	/**
	 * Uses another HTTP library than the JDK's, whose pooled connections the client gives
	 * up in time by taking turns between a few factories. They must not follow redirects,
	 * nor keep cookies.
	 * @param requestFactories makes a new factory with a pool of its own each time; the
	 * client closes what it has made
	 * @return this builder
	 */
	public final B requestFactories(Supplier<? extends ClientHttpRequestFactory> requestFactories) {
		this.requestFactories = requestFactories;
		this.requestFactory = null;
		return self();
	}

	/**
	 * Changes the JDK's HTTP client, such as its TLS or its proxy. Version, redirects and
	 * time-outs are set after all customizers. It must not keep cookies. Of no account
	 * for a request factory that is given from outside.
	 * @param customizer changes the builder, when the first request is sent and with each
	 * new pool of connections
	 * @return this builder
	 */
	public final B httpClient(Consumer<HttpClient.Builder> customizer) {
		this.httpClientCustomizers.add(customizer);
		return self();
	}

	/**
	 * Adds what goes around each request, inside of what a customizer of the
	 * {@link RestClient} adds.
	 * @param interceptor the interceptor
	 * @return this builder
	 */
	public final B requestInterceptor(ClientHttpRequestInterceptor interceptor) {
		this.interceptors.add(interceptor);
		return self();
	}

	/**
	 * Has each request observed as {@code http.client.requests}.
	 * @param observationRegistry where observations go; nowhere unless told otherwise
	 * @return this builder
	 */
	public final B observationRegistry(ObservationRegistry observationRegistry) {
		this.observationRegistry = observationRegistry;
		return self();
	}

	/**
	 * Adds to the {@link RestClient} below the client, such as a header for every request
	 * or a convention for observations. Base URL and credentials are set after all
	 * customizers.
	 * @param customizer changes the builder, when the client is built
	 * @return this builder
	 */
	public final B restClient(Consumer<RestClient.Builder> customizer) {
		this.customizers.add(customizer);
		return self();
	}

	/**
	 * The address of the server, checked.
	 * @param url the address
	 * @param setting name of the setting
	 * @param example an address that would be good
	 * @param apiPath path of the API, taken off if the address ends with it
	 * @param insecureAllowedBy what allows to send a key unencrypted
	 * @return the address without slashes at its end
	 */
	protected final String checkedUrl(String url, String setting, String example, String apiPath,
			String insecureAllowedBy) {
		return this.checks.baseUrl(url, setting, example, apiPath, this.allowInsecureUrl ? null : insecureAllowedBy);
	}

	/**
	 * How often and how long a call is tried.
	 * @return the policy
	 */
	protected final RetryPolicy retryPolicy() {
		return this.retry;
	}

	/**
	 * Makes what requests travel by. No connection is made yet.
	 * @param url checked address of the server
	 * @return the connections
	 */
	protected final Connections connections(String url) {
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
		// Made with the first request: it would take a while at the start of every
		// application.
		SingletonSupplier<RestClient> restClient = SingletonSupplier.of(restClients(factory, url));
		if (!this.customizers.isEmpty()) {
			// What somebody else has written fails here and now, not in the background.
			restClient.obtain();
		}
		return new Connections(restClient::obtain, onClose);
	}

	private Supplier<RestClient> restClients(ClientHttpRequestFactory factory, String url) {
		List<Consumer<RestClient.Builder>> customizers = List.copyOf(this.customizers);
		List<ClientHttpRequestInterceptor> interceptors = List.copyOf(this.interceptors);
		ObservationRegistry observationRegistry = this.observationRegistry;
		return () -> {
			RestClient.Builder restClient = RestClient.builder()
				.requestFactory(factory)
				.observationRegistry(observationRegistry)
				// All that is sent and read, so that none of the others is looked for.
				.configureMessageConverters(
						(converters) -> converters.addCustomConverter(new ByteArrayHttpMessageConverter()));
			customizers.forEach((customizer) -> customizer.accept(restClient));
			return restClient.requestInterceptors((all) -> all.addAll(interceptors))
				.uriBuilderFactory(new DefaultUriBuilderFactory(url))
				.build();
		};
	}

	private Supplier<? extends ClientHttpRequestFactory> factories() {
		if (this.requestFactories != null) {
			return this.requestFactories;
		}
		Duration connect = this.checks.timeout(this.connectTimeout, "connect-timeout");
		Duration read = this.checks.timeout(this.readTimeout, "read-timeout");
		List<Consumer<HttpClient.Builder>> customizers = List.copyOf(this.httpClientCustomizers);
		return () -> {
			HttpClient.Builder client = HttpClient.newBuilder();
			customizers.forEach((customizer) -> customizer.accept(client));
			// Plain HTTP/1.1: one request at a time needs no upgrade, which some servers
			// answer badly.
			client.version(HttpClient.Version.HTTP_1_1)
				.followRedirects(HttpClient.Redirect.NEVER)
				.connectTimeout(connect);
			return new JdkRequestFactory(client.build(), read);
		};
	}

	/**
	 * What requests travel by.
	 *
	 * @param restClient gives where requests go
	 * @param onClose closes the connections that the client has made itself
	 */
	protected record Connections(Supplier<RestClient> restClient, Runnable onClose) {
	}

}
