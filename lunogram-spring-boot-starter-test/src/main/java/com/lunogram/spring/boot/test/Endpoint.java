package com.lunogram.spring.boot.test;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Takes a request through the checks in the server's order: rate limit, credential,
 * parameters, body. Then the project does what the request asks for.
 */
final class Endpoint {

	private static final Answer WEB_CONSOLE = new Answer(200, Map.of("Content-Type", "text/html; charset=utf-8"),
			"<!doctype html><title>Lunogram</title>");

	private static final int TOO_MANY_REQUESTS = 429;

	private final Contract contract = Contract.get();

	private final RateLimiter rateLimiter = new RateLimiter(System::nanoTime);

	private final Credentials credentials;

	private final Project project;

	private final Faults faults;

	private final Journal<ReceivedRequest> requests;

	private final Observers observers;

	Endpoint(String apiKey, Project project, Faults faults, int maxEntries, Observers observers) {
		this.credentials = new Credentials(apiKey, project.id(), faults);
		this.project = project;
		this.faults = faults;
		this.requests = new Journal<>(maxEntries);
		this.observers = observers;
	}

	/**
	 * Handles a request.
	 * @return the answer, or {@code null} if the connection is to be broken
	 */
	@Nullable Answer handle(HttpRequest request) {
		Answer answer = this.faults.connectionsBroken() ? null : answer(request);
		Answer sent = this.faults.answersLost() ? null : answer;
		ReceivedRequest received = new ReceivedRequest(Instant.now(), request.method(), request.url(), request.body(),
				(sent != null) ? sent.status() : 0);
		// Events are told of under this lock too, so observers are called one at a time.
		synchronized (this.project) {
			this.requests.add(received, request.body().length());
			this.observers.accept(received);
		}
		return sent;
	}

	private Answer answer(HttpRequest request) {
		try {
			this.faults.failIfTold();
			List<ContractOperation> operations = this.contract.operationsAt(request.path());
			if (operations.isEmpty()) {
				return WEB_CONSOLE;
			}
			return operations.stream()
				.filter((operation) -> operation.method().equals(request.method()))
				.findFirst()
				.map((operation) -> answer(request, operation))
				.orElseGet(() -> Answer.empty(405));
		}
		catch (Problem problem) {
			return (problem.status() == TOO_MANY_REQUESTS) ? Answer.tooManyRequests(1) : Answer.problem(problem);
		}
	}

	private Answer answer(HttpRequest request, ContractOperation operation) {
		String credential = Credentials.of(request);
		long secondsToWait = this.rateLimiter.take((credential != null) ? credential : request.clientIp());
		if (secondsToWait > 0) {
			return Answer.tooManyRequests(secondsToWait);
		}
		Map<String, String> pathValues = operation.pathValues(Contract.segments(request.path()));
		this.credentials.check(request, pathValues);
		Map<String, String> query = request.query();
		operation.checkParameters(pathValues, query);
		Call call = new Call(operation, pathValues, query, operation.checkBody(request.contentType(), request.body()));
		return this.project.perform(call, request.body().length());
	}

	RateLimiter rateLimiter() {
		return this.rateLimiter;
	}

	Journal<ReceivedRequest> requests() {
		return this.requests;
	}

}
