package com.lunogram;

import java.util.Map;
import java.util.UUID;

import com.lunogram.model.CreateSessionRequest;
import com.lunogram.model.Operation;
import com.lunogram.model.SessionToken;

/**
 * Short-lived credentials for end users.
 */
public final class SessionOperations {

	private final ApiCaller caller;

	SessionOperations(ApiCaller caller) {
		this.caller = caller;
	}

	/**
	 * Mints a token with which an end user's browser or app may call the API itself. On
	 * the server its subject has the source {@code session:<authMethodId>}, not the
	 * default one: to let it see what is stored under another identifier, attach that
	 * pair to the user on an upsert.
	 * @param authMethodId session auth method of the key's project
	 * @param userId id of the end user, not blank
	 * @return the token
	 * @throws NotFoundException if the project has no such session auth method
	 * @throws ForbiddenException if the credential is no API key
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public SessionToken create(UUID authMethodId, String userId) {
		CreateSessionRequest request = new CreateSessionRequest(authMethodId, userId);
		return this.caller.perform(Operation.CREATE_SESSION, Map.of("authMethodID", request.authMethodId()),
				this.caller.writer().write(request), SessionToken.class);
	}

}
