package com.lunogram.sample;

import com.lunogram.spring.boot.test.LunogramServer;

/**
 * What a visitor of the page can make the stand-in do.
 */
enum StandInBehaviour {

	/** It takes everything. */
	WORKS("Works", "takes everything"),

	/** It answers what is too much with 429. */
	LIMITS("Limits the rate", "takes 6 requests a minute"),

	/** It answers that it is not available. */
	FAILS("Fails", "answers every request with 503"),

	/** Nobody listens. */
	GONE("Is gone", "refuses every connection");

	private final String label;

	private final String description;

	StandInBehaviour(String label, String description) {
		this.label = label;
		this.description = description;
	}

	/** Public because the page reads it. */
	public String getLabel() {
		return this.label;
	}

	/** Public because the page reads it. */
	public String getDescription() {
		return this.description;
	}

	void applyTo(LunogramServer server) {
		server.behave();
		switch (this) {
			case WORKS -> {
			}
			case LIMITS -> server.limitRate(6);
			case FAILS -> server.failNext(Integer.MAX_VALUE, 503);
			case GONE -> server.goAway(true);
		}
	}

}
