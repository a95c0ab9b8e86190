package com.lunogram.spring.boot.test;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits the requests of a minute, for each credential on its own. A bucket holds one
 * minute's requests and fills up evenly, so that a test which hits the limit waits for a
 * second, not for a minute.
 */
final class RateLimiter {

	private static final double MINUTE = TimeUnit.MINUTES.toNanos(1);

	private final Map<String, Bucket> buckets = new HashMap<>();

	private final LongSupplier nanoTime;

	private int requestsPerMinute;

	RateLimiter(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/** Sets the limit; 0 means none. All buckets are full again. */
	synchronized void limit(int requestsPerMinute) {
		this.requestsPerMinute = requestsPerMinute;
		this.buckets.clear();
	}

	/**
	 * Takes one request out of the bucket.
	 * @return 0 if there was one, otherwise the whole seconds until there is one
	 */
	synchronized long take(String credential) {
		if (this.requestsPerMinute == 0) {
			return 0;
		}
		long now = this.nanoTime.getAsLong();
		Bucket bucket = this.buckets.computeIfAbsent(credential, (key) -> new Bucket(this.requestsPerMinute, now));
		double nanosPerRequest = MINUTE / this.requestsPerMinute;
		bucket.requests = Math.min(this.requestsPerMinute, bucket.requests + (now - bucket.filledAt) / nanosPerRequest);
		bucket.filledAt = now;
		if (bucket.requests >= 1) {
			bucket.requests--;
			return 0;
		}
		double nanosToWait = (1 - bucket.requests) * nanosPerRequest;
		return (long) Math.ceil(nanosToWait / TimeUnit.SECONDS.toNanos(1));
	}

	private static final class Bucket {

		private double requests;

		private long filledAt;

		Bucket(double requests, long filledAt) {
			this.requests = requests;
			this.filledAt = filledAt;
		}

	}

}
