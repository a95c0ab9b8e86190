package com.lunogram.spring.boot.health;

import java.time.Clock;

/**
 * Watches how the requests of one client of Customer.io fare, those of the mirror
 * included. Keeps times and statuses only, nothing of what requests and answers carry.
 */
public final class CustomerIoTraffic extends Traffic {

	/**
	 * For a client that has not sent anything yet.
	 * @param keyProperties names of the properties that are wrong if the key is refused
	 */
	public CustomerIoTraffic(String keyProperties) {
		this(keyProperties, Clock.systemUTC());
	}

	CustomerIoTraffic(String keyProperties, Clock clock) {
		super("Customer.io", "Check " + keyProperties + ", and lunogram.customerio.region", clock);
	}

}
