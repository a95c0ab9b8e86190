package com.lunogram.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Checks what a client is built from. What it complains with is the client's own.
 */
public final class SettingChecks {

	/**
	 * The longest that a request can be told to wait for anything. Far longer times
	 * cannot be counted in milliseconds or nanoseconds, as HTTP libraries do, so that
	 * every request would fail.
	 */
	public static final Duration MAX_WAIT = Duration.ofDays(1);

	private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E&&[^\"']]+");

	private static final Pattern LOOPBACK = Pattern
		.compile("localhost|.+\\.localhost|127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]", Pattern.CASE_INSENSITIVE);

	private static final Pattern TRAILING_SLASHES = Pattern.compile("/+$");

	private static final int MAX_PORT = 65535;

	private final Complaint complaint;

	/**
	 * Checks that complain in the given way.
	 * @param complaint makes the exceptions
	 */
	public SettingChecks(Complaint complaint) {
		this.complaint = complaint;
	}

	/**
	 * Insists on a text.
	 * @param value the text
	 * @param setting name of the setting
	 * @param remedy what to give, as a whole sentence
	 * @return the text
	 */
	public String text(@Nullable String value, String setting, String remedy) {
		if (value == null || value.isBlank()) {
			throw this.complaint.about(setting, "is " + ((value == null) ? "missing" : "blank"), remedy);
		}
		return value;
	}

	/**
	 * Insists on a key that can be sent as a bearer token.
	 * @param value the key
	 * @param setting name of the setting
	 * @param remedy what to give, as a whole sentence
	 * @return the key
	 */
	public String bearerKey(@Nullable String value, String setting, String remedy) {
		String key = text(value, setting, remedy);
		if (!KEY.matcher(key).matches()) {
			throw this.complaint.about(setting,
					"contains spaces, line breaks, quotes or other characters that no key has",
					"Give the bare key, without quotes, 'Bearer' or a line break at its end.");
		}
		return key;
	}

	/**
	 * Insists on the address of a server.
	 * @param value the address
	 * @param setting name of the setting
	 * @param example an address that would be good
	 * @param apiPath path of the API, taken off if the address ends with it
	 * @param insecureAllowedBy what allows to send a key unencrypted; {@code null} if it
	 * is allowed
	 * @return the address without slashes at its end
	 */
	public String baseUrl(String value, String setting, String example, String apiPath,
			@Nullable String insecureAllowedBy) {
		String remedy = "Give the server's address, such as " + example + ".";
		URI uri;
		try {
			uri = new URI(value.strip());
		}
		catch (URISyntaxException ex) {
			throw this.complaint.about(setting, "is no URL: " + ex.getReason(), remedy);
		}
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		if (uri.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
			throw this.complaint.about(setting, "is no absolute http or https URL with a host", remedy);
		}
		if (uri.getPort() > MAX_PORT) {
			throw this.complaint.about(setting, "has a port above " + MAX_PORT, remedy);
		}
		if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
			throw this.complaint.about(setting, "has a user, a query or a fragment",
					"Give scheme, host, port and path only.");
		}
		if (scheme.equals("http") && insecureAllowedBy != null && !LOOPBACK.matcher(uri.getHost()).matches()) {
			throw this.complaint.about(setting, "would send the API key unencrypted to " + uri.getHost(),
					"Use https, or allow it with " + insecureAllowedBy + " if the network is trusted.");
		}
		String path = TRAILING_SLASHES.matcher(uri.getRawPath()).replaceFirst("");
		if (path.endsWith(apiPath)) {
			path = path.substring(0, path.length() - apiPath.length());
		}
		return uri.getScheme() + "://" + uri.getRawAuthority() + path;
	}

	/**
	 * Insists on a time to wait for that is positive and at most {@link #MAX_WAIT}.
	 * @param value the time
	 * @param setting name of the setting
	 * @return the time
	 */
	public Duration timeout(Duration value, String setting) {
		if (value.isZero() || value.isNegative()) {
			throw this.complaint.about(setting, "is not positive", "Give a time such as 2s.");
		}
		if (value.compareTo(MAX_WAIT) > 0) {
			throw this.complaint.about(setting, "is longer than a day", "Give a time such as 2s.");
		}
		return value;
	}

	/**
	 * Makes the exception for a setting that is wrong.
	 */
	@FunctionalInterface
	public interface Complaint {

		/**
		 * Makes the exception.
		 * @param setting name of the setting
		 * @param reason what is wrong with it: the end of a sentence that begins with the
		 * setting, without a full stop
		 * @param remedy what to do about it, as a whole sentence
		 * @return the exception
		 */
		IllegalArgumentException about(String setting, String reason, String remedy);

	}

}
