package com.lunogram.sample;

import java.util.function.Consumer;

import com.lunogram.spring.boot.test.LunogramServer;

/**
 * What a visitor of the page can make the stand-in do.
 */
enum StandInBehaviour {

	/** It takes everything. */
	WORKS("Works", "takes everything", LunogramServer::behave),

	/** It takes few requests, and answers those beyond with 429. */
	LIMITS("Limits the rate", "takes 6 requests a minute", (server) -> {
		server.behave();
		server.limitRate(6);
	}),

	/** It answers 503. */
	FAILS("Fails", "answers every request with 503", (server) -> {
		server.behave();
		server.failNext(Integer.MAX_VALUE, 503);
	}),

	/** Nobody listens. */
	GONE("Is gone", "refuses every connection", (server) -> {
		server.behave();
		server.goAway(true);
	});

	private final String label;

	private final String description;

	private final Consumer<LunogramServer> change;

	StandInBehaviour(String label, String description, Consumer<LunogramServer> change) {
		this.label = label;
		this.description = description;
		this.change = change;
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
		this.change.accept(server);
	}

}
