package com.lunogram.spring.boot.health;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;

/**
 * The part of health that is about the connection to a server.
 */
final class ConnectionHealth {

	/** A little more than it usually takes to find out that a host does not answer. */
	static final Duration BUDGET = Duration.ofSeconds(3);

	private final Traffic traffic;

	private final @Nullable Probe probe;

	private final Duration patience;

	private final Clock clock;

	/**
	 * The health of one connection.
	 * @param traffic what watches its requests
	 * @param probe asks the server itself; {@code null} if nobody does
	 * @param patience how long failures may go on before they are taken seriously
	 * @param clock tells the present time
	 */
	ConnectionHealth(Traffic traffic, @Nullable Probe probe, Duration patience, Clock clock) {
		this.traffic = traffic;
		this.probe = probe;
		this.patience = patience;
		this.clock = clock;
	}

	void check(Health.Builder builder) throws Exception {
		if (this.probe != null) {
			this.probe.askIfDue();
		}
		Standing standing = this.traffic.standing();
		String problem = this.traffic.problem(this.patience, this.clock.instant());
		if (problem != null) {
			builder.down().withDetail("reason", problem);
		}
		else if (standing.lastSign() == null) {
			builder.unknown().withDetail("reason", "The server has not answered yet");
		}
		if (standing.lastSuccess() != null) {
			builder.withDetail("lastSuccess", standing.lastSuccess().toString());
		}
		if (standing.lastError() != null) {
			builder.withDetail("lastError", details(standing.lastError()));
		}
	}

	private static Map<String, Object> details(Standing.Failure error) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("time", error.at().toString());
		if (error.status() != null) {
			details.put("status", error.status());
		}
		details.put("title", error.title());
		return details;
	}

	/** Once in a probe interval at most, so that a pool would only keep a thread idle. */
	static void inOwnThread(Runnable task) {
		Thread thread = new Thread(task, "lunogram-health");
		thread.setDaemon(true);
		thread.start();
	}

}
