package com.lunogram.spring.boot.health;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;

import com.lunogram.customerio.CustomerIoApiException;
import com.lunogram.customerio.CustomerIoAppClient;
import com.lunogram.customerio.CustomerIoNotFoundException;
import com.lunogram.customerio.CustomerIoResponseException;
import com.lunogram.customerio.CustomerIoTrackClient;
import com.lunogram.customerio.CustomerIoTransportException;
import com.lunogram.delivery.DeliveryControl;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} for the connection to one API of Customer.io. It goes by the
 * requests that the application sends anyway. A refused key is {@code DOWN} at once, a
 * server that cannot be reached when it has been so for a while; being told to slow down
 * is not. So is the mirror when it is blocked, drops writes, or gets nothing through for
 * that long.
 */
public final class CustomerIoHealthIndicator extends AbstractHealthIndicator {

	private final String client;

	private final ConnectionHealth connection;

	private final @Nullable DeliveryHealth mirror;

	private CustomerIoHealthIndicator(String client, ConnectionHealth connection, @Nullable DeliveryHealth mirror) {
		this.client = client;
		this.connection = connection;
		this.mirror = mirror;
	}

	/**
	 * The health of the Track client. When none of its requests succeeded for a while, it
	 * asks for the region of the workspace.
	 * @param client the client
	 * @param traffic what watches the requests of that client; if nothing does, a new one
	 * @param probeInterval time without success after which the server is asked, and
	 * least time between two such requests
	 * @param mirror the delivery through that client; {@code null} if there is none
	 * @return the indicator
	 */
	public static CustomerIoHealthIndicator track(CustomerIoTrackClient client, CustomerIoTraffic traffic,
			Duration probeInterval, @Nullable DeliveryControl mirror) {
		return track(client, traffic, probeInterval, mirror, Clock.systemUTC(), ConnectionHealth::inOwnThread);
	}

	static CustomerIoHealthIndicator track(CustomerIoTrackClient client, CustomerIoTraffic traffic,
			Duration probeInterval, @Nullable DeliveryControl mirror, Clock clock, Executor executor) {
		CustomerIoTrackClient once = client.withoutRetry();
		Probe probe = new Probe(() -> ask(once, traffic), traffic, probeInterval, ConnectionHealth.BUDGET, clock,
				executor);
		DeliveryHealth delivery = (mirror != null)
				? new DeliveryHealth("mirror", "Customer.io", mirror, probeInterval, clock) : null;
		return new CustomerIoHealthIndicator(client.toString(),
				new ConnectionHealth(traffic, probe, probeInterval, clock), delivery);
	}

	/**
	 * The health of the App client. It never asks by itself, as there is nothing cheap
	 * that every key may ask for: it is {@code UNKNOWN} until the application has sent
	 * something.
	 * @param client the client
	 * @param traffic what watches the requests of that client
	 * @param patience how long failures may go on before they are taken seriously
	 * @return the indicator
	 */
	public static CustomerIoHealthIndicator app(CustomerIoAppClient client, CustomerIoTraffic traffic,
			Duration patience) {
		return new CustomerIoHealthIndicator(client.toString(),
				new ConnectionHealth(traffic, null, patience, Clock.systemUTC()), null);
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) throws Exception {
		builder.up().withDetail("client", this.client);
		this.connection.check(builder);
		if (this.mirror != null) {
			this.mirror.check(builder);
		}
	}

	/**
	 * The traffic sees most of this by itself, but not of a client that the application
	 * has built without it.
	 */
	private static void ask(CustomerIoTrackClient client, CustomerIoTraffic traffic) {
		try {
			client.region();
			traffic.succeeded();
		}
		catch (CustomerIoNotFoundException ex) {
			traffic.foreign(ex.status());
		}
		catch (CustomerIoResponseException ex) {
			traffic.foreign(null);
		}
		catch (CustomerIoApiException ex) {
			traffic.answered(ex.status(), false);
		}
		catch (CustomerIoTransportException ex) {
			traffic.unanswered((ex.getCause() != null) ? ex.getCause() : ex);
		}
	}

}
