package com.lunogram.spring.boot.health;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;

import com.lunogram.LunogramApiException;
import com.lunogram.LunogramClient;
import com.lunogram.LunogramResponseException;
import com.lunogram.LunogramTransportException;
import com.lunogram.NotFoundException;
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

	private final LunogramClient client;

	private final LunogramTraffic traffic;

	private final ConnectionHealth connection;

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
		this(client, traffic, probeInterval, delivery, ConnectionHealth.BUDGET, Clock.systemUTC(),
				ConnectionHealth::inOwnThread);
	}

	LunogramHealthIndicator(LunogramClient client, LunogramTraffic traffic, Duration probeInterval,
			@Nullable DeliveryControl delivery, Duration budget, Clock clock, Executor executor) {
		this.client = client;
		this.traffic = traffic;
		Probe probe = new Probe(this::ask, traffic, probeInterval, budget, clock, executor);
		this.connection = new ConnectionHealth(traffic, probe, probeInterval, clock);
		this.delivery = (delivery != null) ? new DeliveryHealth(delivery, probeInterval, clock) : null;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) throws Exception {
		builder.up().withDetail("client", this.client.toString());
		this.connection.check(builder);
		if (this.delivery != null) {
			this.delivery.check(builder);
		}
	}

	/**
	 * The traffic sees most of this by itself, but not of a client that the application
	 * has built without it.
	 */
	private void ask() {
		try {
			this.client.ping();
			this.traffic.succeeded();
		}
		catch (NotFoundException ex) {
			this.traffic.foreign(ex.status());
		}
		catch (LunogramResponseException ex) {
			this.traffic.foreign(null);
		}
		catch (LunogramApiException ex) {
			this.traffic.answered(ex.status(), false);
		}
		catch (LunogramTransportException ex) {
			this.traffic.unanswered((ex.getCause() != null) ? ex.getCause() : ex);
		}
	}

}
