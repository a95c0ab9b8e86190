package com.lunogram.customerio;

import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The APIs of Customer.io, each of which has one host in each region.
 */
enum Service {

	TRACK("Track", "track", "https://track.customer.io", "https://track-eu.customer.io", "/api/v1"),

	APP("App", "app", "https://api.customer.io", "https://api-eu.customer.io", "/v1");

	private final String title;

	private final String settingPrefix;

	private final String us;

	private final String eu;

	private final String apiPath;

	Service(String title, String settingPrefix, String us, String eu, String apiPath) {
		this.title = title;
		this.settingPrefix = settingPrefix;
		this.us = us;
		this.eu = eu;
		this.apiPath = apiPath;
	}

	/** What Customer.io calls it. */
	String title() {
		return this.title;
	}

	/** Name of a setting that is this API's own. */
	String setting(String name) {
		return this.settingPrefix + "-" + name;
	}

	/** The path with which other clients' base URLs end. */
	String apiPath() {
		return this.apiPath;
	}

	String baseUrl(CustomerIoRegion region) {
		return (region == CustomerIoRegion.EU) ? this.eu : this.us;
	}

	/**
	 * The region whose host of this API an address leads to.
	 * @param address the address
	 * @return the region; {@code null} if it leads elsewhere, or not by https
	 */
	@Nullable CustomerIoRegion regionOf(URI address) {
		for (CustomerIoRegion region : List.of(CustomerIoRegion.US, CustomerIoRegion.EU)) {
			URI home = URI.create(baseUrl(region));
			boolean samePort = address.getPort() == -1 || address.getPort() == 443;
			if (home.getScheme().equalsIgnoreCase(address.getScheme())
					&& home.getHost().equalsIgnoreCase(address.getHost()) && samePort
					&& address.getRawUserInfo() == null) {
				return region;
			}
		}
		return null;
	}

}
