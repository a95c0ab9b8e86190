package com.lunogram.customerio;

import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link CustomerIoAppClient}. The API key is required.
 */
public final class CustomerIoAppClientBuilder extends CustomerIoClientBuilder<CustomerIoAppClientBuilder> {

	private static final String REMEDY = "It stands in Customer.io's settings below API credentials, App API keys.";

	/** 10 requests a second, which only messages may exceed. */
	private static final double REQUESTS_PER_MINUTE = 600;

	private @Nullable String apiKey;

	CustomerIoAppClientBuilder() {
		super(Service.APP);
	}

	/**
	 * Sets the key that authenticates every request.
	 * @param apiKey an App API key of the workspace, not one of the Track API
	 * @return this builder
	 */
	public CustomerIoAppClientBuilder apiKey(String apiKey) {
		this.apiKey = apiKey;
		return this;
	}

	/**
	 * Checks the settings and builds the client. No connection is made yet.
	 * @return the client
	 * @throws CustomerIoConfigurationException if a setting is missing or wrong
	 */
	public CustomerIoAppClient build() {
		String key = CHECKS.bearerKey(this.apiKey, Service.APP.setting("api-key"), REMEDY);
		return new CustomerIoAppClient(parts((headers) -> headers.setBearerAuth(key), REQUESTS_PER_MINUTE, key));
	}

	@Override
	protected CustomerIoAppClientBuilder self() {
		return this;
	}

}
