package com.lunogram.spring.boot.test;

/**
 * Ends a request with an error answer.
 */
final class Problem extends RuntimeException {

	private final int status;

	private final String title;

	private Problem(int status, String title, String detail) {
		super(detail, null, false, false);
		this.status = status;
		this.title = title;
	}

	static Problem badRequest(String detail) {
		return new Problem(400, "bad request", detail);
	}

	static Problem unauthorized(String detail) {
		// The server checks credentials within its validator, which knows one title only.
		return new Problem(401, "bad request", detail);
	}

	static Problem forbidden(String detail) {
		return new Problem(403, "forbidden", detail);
	}

	static Problem notFound(String detail) {
		return new Problem(404, "not found", detail);
	}

	static Problem tooManyRequests() {
		return new Problem(429, "too many requests", "rate limit exceeded");
	}

	static Problem internal(String detail) {
		return new Problem(500, "internal server error", detail);
	}

	static Problem conflict(SubjectKind kind) {
		return internal(
				"identifiers belong to two different " + ((kind == SubjectKind.USER) ? "users" : "organizations"));
	}

	static Problem ofStatus(int status) {
		return new Problem(status, "told to fail", "the stand-in was told to answer " + status);
	}

	int status() {
		return this.status;
	}

	String title() {
		return this.title;
	}

	String detail() {
		return String.valueOf(getMessage());
	}

}
