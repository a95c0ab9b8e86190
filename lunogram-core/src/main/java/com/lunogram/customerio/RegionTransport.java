package com.lunogram.customerio;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import com.lunogram.http.Exchange;
import com.lunogram.http.HttpAnswer;
import com.lunogram.http.HttpCall;
import com.lunogram.http.HttpTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;

/**
 * Follows a redirect to the other region of the same API, once, with all that the request
 * had. Any other redirect is an answer like others: it could lead the credentials
 * anywhere.
 */
final class RegionTransport implements Exchange {

	private static final Logger logger = LoggerFactory.getLogger(RegionTransport.class);

	/** Those after which the method stays the same, or does so with Customer.io. */
	private static final Set<Integer> REDIRECTS = Set.of(301, 302, 307, 308);

	private final HttpTransport transport;

	private final Service service;

	private final @Nullable CustomerIoRegion region;

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * A transport for an API.
	 * @param transport sends the requests
	 * @param service the API
	 * @param baseUrl where the transport sends to
	 */
	RegionTransport(HttpTransport transport, Service service, String baseUrl) {
		this.transport = transport;
		this.service = service;
		this.region = service.regionOf(URI.create(baseUrl));
	}

	@Override
	public HttpAnswer exchange(HttpCall call) {
		HttpAnswer answer = this.transport.exchange(call);
		URI elsewhere = otherRegion(answer);
		return (elsewhere != null) ? this.transport.exchange(call, elsewhere) : answer;
	}

	private @Nullable URI otherRegion(HttpAnswer answer) {
		String location = answer.headers().getFirst(HttpHeaders.LOCATION);
		if (this.region == null || location == null || !REDIRECTS.contains(answer.status())) {
			return null;
		}
		URI address;
		try {
			address = new URI(location);
		}
		catch (URISyntaxException ex) {
			return null;
		}
		CustomerIoRegion other = this.service.regionOf(address);
		if (other == null || other == this.region) {
			return null;
		}
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("Customer.io's {} API redirects from region {} to {}: every call takes two requests until the"
					+ " client is set to region {}", this.service.title(), this.region, other, other);
		}
		return address;
	}

}
