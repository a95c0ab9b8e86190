package com.lunogram.model;

import java.util.UUID;

/**
 * Asks for a short-lived credential of an end user.
 *
 * @param authMethodId session auth method of the key's project; part of the path
 * @param userId id of the end user, not blank
 */
public record CreateSessionRequest(UUID authMethodId, String userId) {

	public CreateSessionRequest {
		Checks.required(authMethodId, "authMethodID");
		Checks.text(userId, "user_id");
	}

}
