package com.lunogram.spring.boot.health;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;

import com.lunogram.LunogramClient;
import com.lunogram.delivery.DeliveryControl;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} for the connection to Lunogram. It goes by the requests that
 * the application sends anyway, and only asks the server itself when none of them
 * succeeded for a while. A refused key is {@code DOWN} at once, a server that cannot be
 * reached when it has been so for as long as that while; being told to slow down is not.
 * So is delivery when it is blocked, drops writes, or gets nothing through for that long.
 */
public final class LunogramHealthIndicator extends AbstractHealthIndicator {

	/** A little more than it usually takes to find out that a host does not answer. */
	private static final Duration BUDGET = Duration.ofSeconds(3);

	private final LunogramClient client;

	private final LunogramTraffic traffic;

	private final Duration probeInterval;

	private final Clock clock;

	private final Probe probe;

	private final @Nullable DeliveryHealth delivery;

	/**
	 * The health of one client that nothing is delivered through in the background.
	 * @param client the client
	 * @param traffic what watches the requests of that client; if nothing does, a new one
	 * @param probeInterval time without success after which the server is asked, and
	 * least time between two such requests
	 */
	public LunogramHealthIndicator(LunogramClient client, LunogramTraffic traffic, Duration probeInterval) {
		this(client, traffic, probeInterval, null);
	}

	/**
	 * The health of one client and of the delivery through it.
	 * @param client the client
	 * @param traffic what watches the requests of that client; if nothing does, a new one
	 * @param probeInterval time without success after which the server is asked, and
	 * least time between two such requests
	 * @param delivery the delivery through that client; {@code null} if there is none
	 */
	public LunogramHealthIndicator(LunogramClient client, LunogramTraffic traffic, Duration probeInterval,
			@Nullable DeliveryControl delivery) {
		this(client, traffic, probeInterval, delivery, BUDGET, Clock.systemUTC(), LunogramHealthIndicator::inOwnThread);
	}

	LunogramHealthIndicator(LunogramClient client, LunogramTraffic traffic, Duration probeInterval,
			@Nullable DeliveryControl delivery, Duration budget, Clock clock, Executor executor) {
		this.client = client;
		this.traffic = traffic;
		this.probeInterval = probeInterval;
		this.clock = clock;
		this.probe = new Probe(client, traffic, probeInterval, budget, clock, executor);
		this.delivery = (delivery != null) ? new DeliveryHealth(delivery, probeInterval, clock) : null;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) throws Exception {
		builder.up().withDetail("client", this.client.toString());
		checkConnection(builder);
		checkDelivery(builder);
	}

	private void checkConnection(Health.Builder builder) throws Exception {
		this.probe.askIfDue();
		Standing standing = this.traffic.standing();
		String problem = standing.problem(this.probeInterval, this.clock.instant());
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

	private void checkDelivery(Health.Builder builder) {
		if (this.delivery != null) {
			this.delivery.check(builder);
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
	private static void inOwnThread(Runnable task) {
		Thread thread = new Thread(task, "lunogram-health");
		thread.setDaemon(true);
		thread.start();
	}

}
