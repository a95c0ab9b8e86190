package com.lunogram.spring.boot.health;

import java.time.Clock;

/**
 * Watches how the requests of one client fare, those of delivery included. Keeps times
 * and statuses only, nothing of what requests and answers carry.
 */
public final class LunogramTraffic extends Traffic {

	/**
	 * For a client that has not sent anything yet.
	 */
	public LunogramTraffic() {
		this(Clock.systemUTC());
	}

	LunogramTraffic(Clock clock) {
		super("Lunogram",
				"Check lunogram.api-key, and that lunogram.project-id is the project of that key, if it is set", clock);
	}

}
