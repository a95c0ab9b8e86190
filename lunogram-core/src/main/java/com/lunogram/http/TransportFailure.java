package com.lunogram.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Set;

import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

import org.jspecify.annotations.Nullable;

/**
 * A request got no complete answer.
 */
public final class TransportFailure extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private static final Set<Class<? extends Exception>> BEFORE_SENDING = Set.of(ConnectException.class,
			NoRouteToHostException.class, UnknownHostException.class, HttpConnectTimeoutException.class,
			UnresolvedAddressException.class, SSLHandshakeException.class, SSLPeerUnverifiedException.class);

	/** Apache HttpComponents, by name because it is not on every class path. */
	private static final Set<String> BEFORE_SENDING_BY_NAME = Set.of(
			"org.apache.hc.client5.http.ConnectTimeoutException",
			"org.apache.hc.core5.http.ConnectionRequestTimeoutException");

	/** What Jetty says in a plain SocketTimeoutException. */
	private static final String JETTY_CONNECT_TIMEOUT = "Connect Timeout";

	private final boolean sent;

	TransportFailure(IOException cause) {
		this(cause, !provesNotSent(cause));
	}

	private TransportFailure(@Nullable Throwable cause, boolean sent) {
		super(cause);
		this.sent = sent;
	}

	/** The same failure of a call of which an earlier attempt is in doubt. */
	TransportFailure inDoubt() {
		return this.sent ? this : new TransportFailure(getCause(), true);
	}

	/**
	 * Whether the request may have reached the server.
	 * @return {@code false} if it surely was not sent, as when the connection was refused
	 */
	public boolean mayHaveBeenDelivered() {
		return this.sent;
	}

	private static boolean provesNotSent(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (isBeforeSending(cause)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isBeforeSending(Throwable cause) {
		return BEFORE_SENDING.stream().anyMatch((type) -> type.isInstance(cause))
				|| BEFORE_SENDING_BY_NAME.contains(cause.getClass().getName())
				|| (cause instanceof SocketTimeoutException && JETTY_CONNECT_TIMEOUT.equals(cause.getMessage()));
	}

}
