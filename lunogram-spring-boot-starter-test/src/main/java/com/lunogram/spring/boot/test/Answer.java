package com.lunogram.spring.boot.test;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the server answers.
 *
 * @param status the HTTP status
 * @param headers header values by name
 * @param body the body, or {@code null} for none
 */
record Answer(int status, Map<String, String> headers, @Nullable String body) {

	private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

	static Answer empty(int status) {
		return new Answer(status, Map.of(), null);
	}

	static Answer json(int status, Map<String, ?> body) {
		return new Answer(status, JSON, Json.MAPPER.writeValueAsString(body));
	}

	static Answer problem(Problem problem) {
		return json(problem.status(), Map.of("title", problem.title(), "detail", problem.detail()));
	}

	static Answer tooManyRequests(long secondsToWait) {
		Answer problem = problem(Problem.tooManyRequests());
		return new Answer(problem.status(),
				Map.of("Content-Type", "application/json", "Retry-After", Long.toString(secondsToWait)),
				problem.body());
	}

}
