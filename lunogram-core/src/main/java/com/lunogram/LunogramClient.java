package com.lunogram;

import java.util.Collection;
import java.util.function.Supplier;

import com.lunogram.http.Pacer;
import com.lunogram.model.Operation;
import com.lunogram.model.Write;

/**
 * Client of the Lunogram Client API. A call returns when the server has answered; what
 * can safely be repeated is, as the {@link com.lunogram.http.RetryPolicy} allows. Safe
 * for use by many threads; it keeps nothing of one call for the next.
 */
public final class LunogramClient implements AutoCloseable {

	private final Supplier<ApiCaller> caller;

	private final Pacer pacer;

	private final Runnable onClose;

	private final String description;

	LunogramClient(Supplier<ApiCaller> caller, Pacer pacer, Runnable onClose, String description) {
		this.caller = caller;
		this.pacer = pacer;
		this.onClose = onClose;
		this.description = description;
	}

	/**
	 * Begins a client.
	 * @return a builder
	 */
	public static LunogramClientBuilder builder() {
		return new LunogramClientBuilder();
	}

	/**
	 * What can be done with users.
	 * @return the operations
	 */
	public UserOperations users() {
		return new UserOperations(this.caller.get());
	}

	/**
	 * What can be done with organizations.
	 * @return the operations
	 */
	public OrganizationOperations organizations() {
		return new OrganizationOperations(this.caller.get());
	}

	/**
	 * What a web application needs for push messages.
	 * @return the operations
	 */
	public PushOperations push() {
		return new PushOperations(this.caller.get());
	}

	/**
	 * Short-lived credentials for end users.
	 * @return the operations
	 */
	public SessionOperations sessions() {
		return new SessionOperations(this.caller.get());
	}

	/**
	 * Carries out writes of any kinds, in their order. Neighbours of one kind that the
	 * API takes several of at once make one request.
	 * @param writes the writes
	 * @throws LunogramException if the server refuses one or cannot be reached; those
	 * before it are done, those after it are not
	 * @throws IllegalArgumentException if the data of one cannot be sent; then nothing is
	 */
	public void write(Collection<? extends Write> writes) {
		this.caller.get().write(writes);
	}

	/**
	 * Sends a body that is JSON already, once and without repeats. This is what delivery
	 * engines build on; applications use the other methods.
	 * @param operation an operation that takes a body
	 * @param body what the operation takes, as JSON in UTF-8
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void send(Operation operation, byte[] body) {
		this.caller.get().send(operation, body);
	}

	/**
	 * Finds out whether the server is there and takes this client's key, with one small
	 * request and without repeats. Returns if so.
	 * @throws UnauthorizedException if the server does not take the key
	 * @throws LunogramException if the server refuses the call, cannot be reached, or is
	 * no Lunogram server
	 */
	public void ping() {
		this.caller.get().ping();
	}

	/**
	 * What keeps delivery below the server's rate limit: every request of this client is
	 * charged to it.
	 * @return the pacer of this client's key
	 */
	public Pacer pacer() {
		return this.pacer;
	}

	/**
	 * Closes the connections that this client has made itself.
	 */
	@Override
	public void close() {
		this.onClose.run();
	}

	/**
	 * Where this client sends to, without any secret.
	 */
	@Override
	public String toString() {
		return this.description;
	}

}
