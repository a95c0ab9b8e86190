package com.lunogram.delivery;

import com.lunogram.BadRequestException;
import com.lunogram.ForbiddenException;
import com.lunogram.LunogramApiException;
import com.lunogram.LunogramException;
import com.lunogram.LunogramTransportException;
import com.lunogram.NotFoundException;
import com.lunogram.RateLimitedException;
import com.lunogram.ServerException;
import com.lunogram.UnauthorizedException;
import com.lunogram.model.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What the end of a request means for what it carried.
 */
enum Verdict {

	/** It has got through, or what was to be deleted is not there. */
	DONE,

	/** Not looked at: the same again, when the server says so. */
	RATE_LIMITED,

	/** Surely not taken: the same again. */
	NOT_TAKEN,

	/** Perhaps taken, and nothing speaks against the content. */
	IN_DOUBT,

	/** Perhaps taken in part; a write in it may make the server fail for ever. */
	FAILED,

	/** Not taken, because of a write in it or because of something wrong with all. */
	DENIED,

	/** A write in it is not acceptable; the others are. */
	REFUSED,

	/** There is too much in it. */
	TOO_LARGE,

	/** The key or the address is wrong: nothing will get through until that is mended. */
	BLOCKED;

	private static final int BAD_REQUEST = 400;

	private static final int REQUEST_TIMEOUT = 408;

	private static final int PAYLOAD_TOO_LARGE = 413;

	private static final int INTERNAL_SERVER_ERROR = 500;

	private static final int SERVICE_UNAVAILABLE = 503;

	/**
	 * What a request has come to.
	 * @param operation what it was to do
	 * @param failure what the client threw; {@code null} if nothing
	 */
	static Verdict of(Operation operation, @Nullable RuntimeException failure) {
		if (failure == null) {
			return DONE;
		}
		if (failure instanceof LunogramTransportException transport) {
			return transport.mayHaveBeenDelivered() ? IN_DOUBT : NOT_TAKEN;
		}
		if (failure instanceof LunogramApiException refusal) {
			return of(operation, refusal);
		}
		// An answer that no Lunogram server gives, or an exception of an interceptor's of
		// the application's: nobody knows how far that got.
		return (failure instanceof LunogramException) ? BLOCKED : IN_DOUBT;
	}

	/**
	 * Whether nobody was there to look at the request: nobody listens, or what stands in
	 * front of the server says that it has no server to ask.
	 */
	static boolean isAbsence(RuntimeException failure) {
		return (failure instanceof LunogramTransportException transport) ? !transport.mayHaveBeenDelivered()
				: failure instanceof ServerException server && server.status() == SERVICE_UNAVAILABLE;
	}

	/** Whether somebody answered, so that nobody can tell how far the request got. */
	static boolean isInDoubt(RuntimeException failure) {
		return !(failure instanceof LunogramTransportException transport) || transport.mayHaveBeenDelivered();
	}

	private static Verdict of(Operation operation, LunogramApiException refusal) {
		if (refusal instanceof RateLimitedException) {
			return RATE_LIMITED;
		}
		if (refusal instanceof ServerException server) {
			return of(server);
		}
		if (refusal instanceof UnauthorizedException || refusal.status() < BAD_REQUEST) {
			return BLOCKED;
		}
		if (refusal instanceof ForbiddenException) {
			// A key may be allowed some event names only, so that it is one event's
			// fault.
			return isEvents(operation) ? DENIED : BLOCKED;
		}
		if (refusal instanceof NotFoundException) {
			return notFound(operation, refusal);
		}
		if (refusal instanceof BadRequestException) {
			return (refusal.status() == PAYLOAD_TOO_LARGE) ? TOO_LARGE : REFUSED;
		}
		// No other status is known of a Lunogram server, so it may be a proxy's.
		return (refusal.status() == REQUEST_TIMEOUT) ? IN_DOUBT : DENIED;
	}

	private static Verdict of(ServerException failure) {
		return switch (failure.status()) {
			case INTERNAL_SERVER_ERROR -> FAILED;
			case SERVICE_UNAVAILABLE -> (failure.retryAfter() != null) ? RATE_LIMITED : IN_DOUBT;
			default -> IN_DOUBT;
		};
	}

	private static Verdict notFound(Operation operation, LunogramApiException refusal) {
		if (refusal.title() == null) {
			// It is not the API that answers.
			return BLOCKED;
		}
		return switch (operation) {
			case DELETE_USER, DELETE_ORGANIZATION -> DONE;
			// These never miss anything, so it is the path that is not known.
			case UPSERT_USER, UPSERT_ORGANIZATION, POST_USER_EVENTS, POST_ORGANIZATION_EVENTS, POST_USER_INBOX,
					POST_ORGANIZATION_INBOX ->
				BLOCKED;
			default -> REFUSED;
		};
	}

	private static boolean isEvents(Operation operation) {
		return operation == Operation.POST_USER_EVENTS || operation == Operation.POST_ORGANIZATION_EVENTS;
	}

}
