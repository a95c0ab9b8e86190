package com.lunogram;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Checks what a client is built from.
 */
final class Settings {

	private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E&&[^\"']]+");

	private static final Pattern LOOPBACK = Pattern
		.compile("localhost|.+\\.localhost|127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]", Pattern.CASE_INSENSITIVE);

	private static final Pattern TRAILING_SLASHES = Pattern.compile("/+$");

	private static final int MAX_PORT = 65535;

	private static final String URL_EXAMPLE = "Give the server's address, such as "
			+ LunogramClientBuilder.DEFAULT_BASE_URL + ".";

	private Settings() {
	}

	static String apiKey(@Nullable String apiKey) {
		if (apiKey == null || apiKey.isBlank()) {
			throw new LunogramConfigurationException("api-key", "is " + ((apiKey == null) ? "missing" : "blank"),
					"Give the secret key (sk_...) of your Lunogram project.");
		}
		if (!KEY.matcher(apiKey).matches()) {
			throw new LunogramConfigurationException("api-key",
					"contains spaces, line breaks, quotes or other characters that no key has",
					"Give the bare key, without quotes, 'Bearer' or a line break at its end.");
		}
		return apiKey;
	}

	static String baseUrl(String baseUrl, boolean allowInsecure) {
		URI uri;
		try {
			uri = new URI(baseUrl.strip());
		}
		catch (URISyntaxException ex) {
			throw new LunogramConfigurationException("base-url", "is no URL: " + ex.getReason(), URL_EXAMPLE);
		}
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		if (uri.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
			throw new LunogramConfigurationException("base-url", "is no absolute http or https URL with a host",
					URL_EXAMPLE);
		}
		if (uri.getPort() > MAX_PORT) {
			throw new LunogramConfigurationException("base-url", "has a port above " + MAX_PORT, URL_EXAMPLE);
		}
		if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
			throw new LunogramConfigurationException("base-url", "has a user, a query or a fragment",
					"Give scheme, host, port and path only.");
		}
		if (scheme.equals("http") && !allowInsecure && !LOOPBACK.matcher(uri.getHost()).matches()) {
			throw new LunogramConfigurationException("base-url",
					"would send the API key unencrypted to " + uri.getHost(),
					"Use https, or allow it with lunogram.allow-insecure-url=true if the network is trusted.");
		}
		return withoutApiPath(uri);
	}

	/**
	 * The other SDKs are configured with the address of the API, this one with that of
	 * the server.
	 */
	private static String withoutApiPath(URI uri) {
		String path = TRAILING_SLASHES.matcher(uri.getRawPath()).replaceFirst("");
		if (path.endsWith("/api")) {
			path = path.substring(0, path.length() - "/api".length());
		}
		return uri.getScheme() + "://" + uri.getRawAuthority() + path;
	}

	static Duration positive(Duration duration, String setting) {
		if (duration.isZero() || duration.isNegative()) {
			throw new LunogramConfigurationException(setting, "is not positive", "Give a time such as 2s.");
		}
		return duration;
	}

}
