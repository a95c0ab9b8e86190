package com.lunogram.model;

import java.time.Instant;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A short-lived credential of an end user. {@link #toString()} hides the token.
 *
 * @param token the bearer token
 * @param expiresAt when it ends
 */
public record SessionToken(String token, @JsonProperty("expires_at") Instant expiresAt) {

	public SessionToken {
		Objects.requireNonNull(token, "token");
		Objects.requireNonNull(expiresAt, "expires_at");
	}

	@Override
	public String toString() {
		return "SessionToken[token=***, expiresAt=" + this.expiresAt + "]";
	}

}
