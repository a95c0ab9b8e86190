package com.lunogram.spring.boot.test;

import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Checks who calls. The server knows one key, of one project.
 */
final class Credentials {

	private static final String PREFIX = "Bearer ";

	private final String apiKey;

	private final UUID projectId;

	private final Faults faults;

	Credentials(String apiKey, UUID projectId, Faults faults) {
		this.apiKey = apiKey;
		this.projectId = projectId;
		this.faults = faults;
	}

	/** Reads what a request presents, the session cookie first. */
	static @Nullable String of(HttpRequest request) {
		if (request.sessionCookie() != null) {
			return request.sessionCookie();
		}
		String authorization = request.authorization();
		return (authorization != null && authorization.startsWith(PREFIX)) ? authorization.substring(PREFIX.length())
				: authorization;
	}

	void check(HttpRequest request, Map<String, String> pathValues) {
		if (this.faults.keyRefused() || !this.apiKey.equals(of(request))) {
			throw Problem.unauthorized("missing or unknown credential");
		}
		if (request.hasOrigin()) {
			throw Problem.unauthorized("an API key is not accepted from a browser");
		}
		String project = pathValues.get("projectID");
		if (project != null && !project.equalsIgnoreCase(this.projectId.toString())) {
			throw Problem.unauthorized("the credential belongs to another project");
		}
	}

}
