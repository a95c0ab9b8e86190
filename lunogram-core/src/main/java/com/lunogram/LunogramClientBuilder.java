package com.lunogram;

import java.util.UUID;

import com.lunogram.http.ClientBuilder;
import com.lunogram.http.HttpTransport;
import com.lunogram.http.JsonCodec;
import com.lunogram.http.Pacer;
import com.lunogram.http.RetryPolicy;
import com.lunogram.http.SettingChecks;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * Builds a {@link LunogramClient}. Only the API key is required.
 */
public final class LunogramClientBuilder extends ClientBuilder<LunogramClientBuilder> {

	/** Where clients go that name no other server. */
	public static final String DEFAULT_BASE_URL = "https://console.lunogram.com";

	private static final SettingChecks CHECKS = new SettingChecks(LunogramConfigurationException::new);

	private @Nullable String apiKey;

	private String baseUrl = DEFAULT_BASE_URL;

	private @Nullable UUID projectId;

	private double maxRequestsPerMinute = 480;

	LunogramClientBuilder() {
		super(CHECKS);
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
	 * Uses the paths of the generation that names the project.
	 * @param projectId the key's project; {@code null} for the paths without a project
	 * @return this builder
	 */
	public LunogramClientBuilder projectId(@Nullable UUID projectId) {
		this.projectId = projectId;
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
	 * Checks the settings and builds the client. No connection is made yet.
	 * @return the client
	 * @throws LunogramConfigurationException if a setting is missing or wrong
	 */
	public LunogramClient build() {
		String key = CHECKS.bearerKey(this.apiKey, "api-key", "Give the secret key (sk_...) of your Lunogram project.");
		// Other SDKs are configured with the address of the API, not of the server.
		String url = checkedUrl(this.baseUrl, "base-url", DEFAULT_BASE_URL, "/api", "lunogram.allow-insecure-url=true");
		Connections connections = connections(url);
		if (!(this.maxRequestsPerMinute > 0) || Double.isInfinite(this.maxRequestsPerMinute)) {
			throw new LunogramConfigurationException("delivery.max-requests-per-minute", "is not positive",
					"Give a number such as 480.");
		}
		Pacer pacer = new Pacer(this.maxRequestsPerMinute);
		RetryPolicy retry = retryPolicy();
		UUID project = this.projectId;
		// Made with the first call: many an application starts and never makes one.
		SingletonSupplier<ApiCaller> caller = SingletonSupplier.of(() -> {
			HttpTransport transport = new HttpTransport(connections.restClient(),
					(headers) -> headers.setBearerAuth(key), pacer);
			return new ApiCaller(transport, retry, new JsonCodec(), project, key);
		});
		String description = "LunogramClient[" + url + ((project != null) ? ", project " + project : "") + "]";
		return new LunogramClient(caller::obtain, pacer, connections.onClose(), description);
	}

	@Override
	protected LunogramClientBuilder self() {
		return this;
	}

}
