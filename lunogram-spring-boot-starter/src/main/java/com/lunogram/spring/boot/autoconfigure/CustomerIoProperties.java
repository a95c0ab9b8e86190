package com.lunogram.spring.boot.autoconfigure;

import java.time.Duration;

import com.lunogram.customerio.CustomerIoConfigurationException;
import com.lunogram.customerio.CustomerIoRegion;
import com.lunogram.http.RetryPolicy;
import com.lunogram.http.SettingChecks;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * What can be configured about Customer.io. Wrong values are refused on binding; blank
 * ones are as good as none.
 *
 * @param siteId Site ID of the Customer.io workspace. Goes with
 * 'lunogram.customerio.track-api-key'.
 * @param trackApiKey Key of the Track API. With it and the site ID there is a
 * CustomerIoTrackClient.
 * @param appApiKey Key of the App API. With it there is a CustomerIoAppClient.
 * @param region Region that the Customer.io account is in. If neither this nor a base URL
 * is set, it is 'us'.
 * @param trackBaseUrl Address of the Track API, instead of a region.
 * @param appBaseUrl Address of the App API, instead of a region.
 * @param connectTimeout Maximum time to wait for a connection.
 * @param readTimeout Maximum time to wait for an answer.
 * @param allowInsecureUrl Whether the keys may be sent over unencrypted HTTP to hosts
 * other than the local one.
 * @param ssl TLS of the connection.
 * @param retry Repeats of direct calls.
 * @param mirror Whether what is published to Lunogram is sent to Customer.io too.
 * @param objectTypeId ID of the Customer.io object type that organizations are mirrored
 * as. Without it, they are not mirrored.
 */
@ConfigurationProperties("lunogram.customerio")
public record CustomerIoProperties(@Nullable String siteId, @Nullable String trackApiKey, @Nullable String appApiKey,
		@Nullable CustomerIoRegion region, @Nullable String trackBaseUrl, @Nullable String appBaseUrl,
		@DefaultValue("2s") Duration connectTimeout, @DefaultValue("10s") Duration readTimeout,
		@DefaultValue("false") boolean allowInsecureUrl, @DefaultValue Ssl ssl, @DefaultValue Retry retry,
		@DefaultValue("false") boolean mirror, @Nullable String objectTypeId) {

	public CustomerIoProperties {
		siteId = credential("site-id", siteId);
		trackApiKey = credential("track-api-key", trackApiKey);
		appApiKey = credential("app-api-key", appApiKey);
		trackBaseUrl = url("track-base-url", trackBaseUrl, region);
		appBaseUrl = url("app-base-url", appBaseUrl, region);
		objectTypeId = defined("object-type-id", objectTypeId, "Define that, or leave the property out.");
		timeout("connect-timeout", connectTimeout);
		timeout("read-timeout", readTimeout);
	}

	/**
	 * Everything but the keys.
	 */
	@Override
	public String toString() {
		return "CustomerIoProperties[siteId=" + this.siteId + ", trackApiKey=" + masked(this.trackApiKey)
				+ ", appApiKey=" + masked(this.appApiKey) + ", region=" + this.region + ", trackBaseUrl="
				+ this.trackBaseUrl + ", appBaseUrl=" + this.appBaseUrl + ", connectTimeout=" + this.connectTimeout
				+ ", readTimeout=" + this.readTimeout + ", allowInsecureUrl=" + this.allowInsecureUrl + ", ssl="
				+ this.ssl + ", retry=" + this.retry + ", mirror=" + this.mirror + ", objectTypeId=" + this.objectTypeId
				+ "]";
	}

	private static @Nullable String masked(@Nullable String secret) {
		return (secret != null) ? "***" : null;
	}

	private static @Nullable String credential(String setting, @Nullable String value) {
		return defined(setting, value, "Define that with what stands in Customer.io's settings below API credentials.");
	}

	/** Binding leaves a placeholder without value as it is, and it would go out so. */
	private static @Nullable String defined(String setting, @Nullable String value, String remedy) {
		String undefined = Placeholders.undefined(value);
		check(undefined == null, setting, "refers to '" + undefined + "', which is not defined", remedy);
		return text(value);
	}

	private static @Nullable String url(String setting, @Nullable String url, @Nullable CustomerIoRegion region) {
		check(region == null || text(url) == null, setting, "is set, and so is lunogram.customerio.region",
				"Remove one of them: a base URL stands instead of a region.");
		return text(url);
	}

	private static @Nullable String text(@Nullable String value) {
		return StringUtils.hasText(value) ? value : null;
	}

	private static void timeout(String setting, Duration duration) {
		positive(setting, duration);
		check(duration.compareTo(SettingChecks.MAX_WAIT) <= 0, setting, "is longer than a day",
				"Give a time such as 2s.");
	}

	private static void positive(String setting, Duration duration) {
		check(!duration.isZero() && !duration.isNegative(), setting, "is not positive", "Give a time such as 2s.");
	}

	private static void check(boolean right, String setting, String reason, String remedy) {
		if (!right) {
			throw new CustomerIoConfigurationException(setting, reason, remedy);
		}
	}

	/**
	 * TLS of the connection.
	 *
	 * @param bundle Name of the SSL bundle to use. Without one, the bundle of
	 * 'spring.http.clients.ssl.bundle' applies, if set.
	 */
	public record Ssl(@Nullable String bundle) {
	}

	/**
	 * Repeats of direct calls.
	 *
	 * @param maxAttempts Maximum number of times that a request is sent. Set to 1 for no
	 * repeats.
	 * @param initialBackoff Upper bound of the random wait before the first repeat. It
	 * doubles with every repeat.
	 * @param maxBackoff Upper bound of every wait that Customer.io does not ask for.
	 * @param maxElapsed Maximum time from the first attempt to the beginning of the last
	 * one.
	 * @param eventsInDoubt Whether messages, and events without an ID, are sent again
	 * when it is in doubt whether Customer.io has taken them, so that they may count
	 * twice.
	 */
	public record Retry(@DefaultValue("3") int maxAttempts, @DefaultValue("200ms") Duration initialBackoff,
			@DefaultValue("5s") Duration maxBackoff, @DefaultValue("30s") Duration maxElapsed,
			@DefaultValue("false") boolean eventsInDoubt) {

		public Retry {
			check(maxAttempts > 0, "retry.max-attempts", "is less than 1", "Give a number of 1 or more.");
			positive("retry.initial-backoff", initialBackoff);
			positive("retry.max-elapsed", maxElapsed);
			check(maxBackoff.compareTo(initialBackoff) >= 0, "retry.max-backoff",
					"is less than lunogram.customerio.retry.initial-backoff",
					"Give a time that is not less than lunogram.customerio.retry.initial-backoff, or lower that one.");
			timeout("retry.max-backoff", maxBackoff);
		}

		RetryPolicy policy() {
			return new RetryPolicy(this.maxAttempts, this.initialBackoff, this.maxBackoff, this.maxElapsed,
					this.eventsInDoubt);
		}

	}

}
