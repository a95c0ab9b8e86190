package com.lunogram.mirror;

import java.time.Duration;

import com.lunogram.customerio.CustomerIoApiException;
import com.lunogram.customerio.CustomerIoBadRequestException;
import com.lunogram.customerio.CustomerIoException;
import com.lunogram.customerio.CustomerIoForbiddenException;
import com.lunogram.customerio.CustomerIoNotFoundException;
import com.lunogram.customerio.CustomerIoRateLimitedException;
import com.lunogram.customerio.CustomerIoServerException;
import com.lunogram.customerio.CustomerIoTransportException;
import com.lunogram.customerio.CustomerIoUnauthorizedException;
import com.lunogram.delivery.DeliveryTargetException;
import com.lunogram.delivery.DeliveryTargetException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What the end of a request to Customer.io means for what it carried.
 */
final class Failures {

	private static final int BAD_REQUEST = 400;

	private static final int REQUEST_TIMEOUT = 408;

	private static final int PAYLOAD_TOO_LARGE = 413;

	private static final int INTERNAL_SERVER_ERROR = 500;

	private static final int SERVICE_UNAVAILABLE = 503;

	private Failures() {
	}

	static DeliveryTargetException of(CustomerIoException failure) {
		return new DeliveryTargetException(kind(failure), retryAfter(failure), failure);
	}

	private static Kind kind(CustomerIoException failure) {
		if (failure instanceof CustomerIoTransportException transport) {
			return transport.mayHaveBeenDelivered() ? Kind.IN_DOUBT : Kind.NOT_TAKEN;
		}
		if (failure instanceof CustomerIoApiException refusal) {
			return kind(refusal);
		}
		// An answer that Customer.io doesn't give.
		return Kind.BLOCKED;
	}

	private static Kind kind(CustomerIoApiException refusal) {
		if (refusal instanceof CustomerIoRateLimitedException) {
			return Kind.RATE_LIMITED;
		}
		if (refusal instanceof CustomerIoServerException server) {
			return switch (server.status()) {
				case INTERNAL_SERVER_ERROR -> Kind.FAILED;
				case SERVICE_UNAVAILABLE -> (server.retryAfter() != null) ? Kind.RATE_LIMITED : Kind.IN_DOUBT;
				default -> Kind.IN_DOUBT;
			};
		}
		// Neither path nor credentials depend on what is sent.
		if (refusal instanceof CustomerIoUnauthorizedException || refusal instanceof CustomerIoForbiddenException
				|| refusal instanceof CustomerIoNotFoundException || refusal.status() < BAD_REQUEST) {
			return Kind.BLOCKED;
		}
		if (refusal instanceof CustomerIoBadRequestException) {
			return (refusal.status() == PAYLOAD_TOO_LARGE) ? Kind.TOO_LARGE : Kind.REFUSED;
		}
		return (refusal.status() == REQUEST_TIMEOUT) ? Kind.IN_DOUBT : Kind.REFUSED;
	}

	private static @Nullable Duration retryAfter(CustomerIoException failure) {
		if (failure instanceof CustomerIoRateLimitedException limited) {
			return limited.retryAfter();
		}
		return (failure instanceof CustomerIoServerException server) ? server.retryAfter() : null;
	}

}
