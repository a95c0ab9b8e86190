package com.lunogram.customerio;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Builds a {@link CustomerIoTrackClient}. Site id and API key are required.
 */
public final class CustomerIoTrackClientBuilder extends CustomerIoClientBuilder<CustomerIoTrackClientBuilder> {

	private static final String REMEDY = "Both stand in Customer.io's settings below API credentials, Tracking API keys.";

	/** What Customer.io considers fair: 1,000 requests a second for a workspace. */
	private static final double REQUESTS_PER_MINUTE = 60_000;

	private @Nullable String siteId;

	private @Nullable String apiKey;

	CustomerIoTrackClientBuilder() {
		super(Service.TRACK);
	}

	/**
	 * Sets the workspace.
	 * @param siteId its site id
	 * @return this builder
	 */
	public CustomerIoTrackClientBuilder siteId(String siteId) {
		this.siteId = siteId;
		return this;
	}

	/**
	 * Sets the key that authenticates every request.
	 * @param apiKey a Track API key of the workspace
	 * @return this builder
	 */
	public CustomerIoTrackClientBuilder apiKey(String apiKey) {
		this.apiKey = apiKey;
		return this;
	}

	/**
	 * Checks the settings and builds the client. No connection is made yet.
	 * @return the client
	 * @throws CustomerIoConfigurationException if a setting is missing or wrong
	 */
	public CustomerIoTrackClient build() {
		String site = credential(this.siteId, "site-id");
		if (site.indexOf(':') >= 0) {
			throw new CustomerIoConfigurationException("site-id", "contains a colon", "Give the site id alone.");
		}
		String key = credential(this.apiKey, "track-api-key");
		String basic = HttpHeaders.encodeBasicAuth(site, key, StandardCharsets.UTF_8);
		Parts parts = parts((headers) -> headers.setBasicAuth(basic), REQUESTS_PER_MINUTE, key, basic);
		return new CustomerIoTrackClient(parts);
	}

	private static String credential(@Nullable String value, String setting) {
		String text = CHECKS.text(value, setting, REMEDY);
		if (!text.equals(text.strip()) || text.chars().anyMatch(Character::isISOControl)
				|| !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
			throw new CustomerIoConfigurationException(setting, "contains spaces around it or line breaks",
					"Give it as it stands in Customer.io's settings.");
		}
		return text;
	}

	@Override
	protected CustomerIoTrackClientBuilder self() {
		return this;
	}

}
