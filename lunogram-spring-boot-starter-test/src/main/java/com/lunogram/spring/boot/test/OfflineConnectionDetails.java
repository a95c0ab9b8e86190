package com.lunogram.spring.boot.test;

import com.lunogram.spring.boot.autoconfigure.LunogramConnectionDetails;

/**
 * What a client can be built from that never sends anything, so that tests need no key.
 */
final class OfflineConnectionDetails implements LunogramConnectionDetails {

	@Override
	public String getBaseUrl() {
		return "https://recorder.invalid";
	}

	@Override
	public String getApiKey() {
		return "sk_recorder";
	}

}
