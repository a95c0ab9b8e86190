package com.lunogram.customerio;

import java.util.function.Consumer;

import com.lunogram.http.ClientBuilder;
import com.lunogram.http.HttpTransport;
import com.lunogram.http.JsonCodec;
import com.lunogram.http.Pacer;
import com.lunogram.http.Redaction;
import com.lunogram.http.SettingChecks;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What the builders of Customer.io's clients have in common.
 *
 * @param <B> the builder
 */
public abstract class CustomerIoClientBuilder<B extends CustomerIoClientBuilder<B>> extends ClientBuilder<B> {

	static final SettingChecks CHECKS = new SettingChecks(CustomerIoConfigurationException::new);

	private final Service service;

	private CustomerIoRegion region = CustomerIoRegion.US;

	private @Nullable String baseUrl;

	CustomerIoClientBuilder(Service service) {
		super(CHECKS);
		this.service = service;
	}

	/**
	 * Sets where the account's data is kept. Of no account if there is a base URL.
	 * @param region the region; {@link CustomerIoRegion#US} unless told otherwise
	 * @return this builder
	 */
	public final B region(CustomerIoRegion region) {
		this.region = region;
		return self();
	}

	/**
	 * Sends to another address than that of the region.
	 * @param baseUrl an absolute {@code https} URL; a trailing slash, and the path with
	 * the API's version that other clients want, are of no account. Plain {@code http} is
	 * taken for loopback addresses only, unless {@link #allowInsecureUrl(boolean)} says
	 * otherwise. {@code null} for that of the region
	 * @return this builder
	 */
	public final B baseUrl(@Nullable String baseUrl) {
		this.baseUrl = baseUrl;
		return self();
	}

	/**
	 * Makes what a client calls through.
	 * @param credentials adds what authenticates a request
	 * @param requestsPerMinute what the API allows
	 * @param secrets what must not show
	 */
	final Parts parts(Consumer<HttpHeaders> credentials, double requestsPerMinute, String... secrets) {
		String home = this.service.baseUrl(this.region);
		String url = (this.baseUrl == null) ? home : checkedUrl(this.baseUrl, this.service.setting("base-url"), home,
				this.service.apiPath(), "allowInsecureUrl(true)");
		Connections connections = connections(url);
		HttpTransport transport = new HttpTransport(connections.restClient(), credentials,
				new Pacer(requestsPerMinute));
		JsonCodec json = new JsonCodec();
		Answers answers = new Answers(json, new Redaction(secrets), this.service);
		Caller caller = new Caller(new RegionTransport(transport, this.service, url), retryPolicy(), json, answers);
		return new Parts(caller, connections.onClose(), url);
	}

	/**
	 * What a client is made of.
	 *
	 * @param caller carries out its calls
	 * @param onClose closes its connections
	 * @param url where it sends to
	 */
	record Parts(Caller caller, Runnable onClose, String url) {
	}

}
