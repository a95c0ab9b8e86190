package com.lunogram;

import java.nio.charset.StandardCharsets;

import com.lunogram.http.HttpAnswer;
import com.lunogram.http.HttpCall;
import com.lunogram.http.JsonCodec;
import com.lunogram.http.OversizedAnswerException;
import com.lunogram.http.Redaction;
import com.lunogram.http.TransportFailure;
import com.lunogram.model.Operation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Tells success from failure, and turns failures into exceptions. The API key is cut out
 * of whatever a server says, in case one echoes it.
 */
final class Answers {

	private static final String WRONG_ADDRESS = " Is this the address of a Lunogram server, and is"
			+ " lunogram.project-id right (left out for servers without a project in the path)?";

	private final JsonCodec json;

	private final Redaction redaction;

	Answers(JsonCodec json, String secret) {
		this.json = json;
		this.redaction = new Redaction(secret);
	}

	/**
	 * Returns if the answer means success.
	 */
	void check(Operation operation, HttpCall call, HttpAnswer answer) {
		int status = answer.status();
		if (status == operation.successStatus()) {
			if (operation.answersBody() ? !answer.hasContentType("json") : answer.hasContentType("html")) {
				throw new LunogramResponseException(
						call + " was answered with status " + status + " and "
								+ (answer.hasContentType("html") ? "an HTML page" : "no JSON") + "." + WRONG_ADDRESS,
						null);
			}
			return;
		}
		if (status < 300) {
			throw new LunogramResponseException(call + " was answered with status " + status + " instead of "
					+ operation.successStatus() + "." + WRONG_ADDRESS, null);
		}
		throw refused(call, answer);
	}

	<T> T read(HttpCall call, HttpAnswer answer, Class<T> type) {
		String problem;
		try {
			T value = this.json.read(answer.body(), type);
			if (value != null) {
				return value;
			}
			problem = "it is null";
		}
		catch (JacksonException ex) {
			problem = ex.getOriginalMessage();
		}
		throw new LunogramResponseException(call + " was answered with a body that is no " + type.getSimpleName() + ": "
				+ this.redaction.excerpt(problem) + "." + WRONG_ADDRESS, null);
	}

	LunogramTransportException noAnswer(HttpCall call, TransportFailure failure) {
		return new LunogramTransportException(this.redaction.describe(call, failure), this.redaction.cause(failure),
				failure.mayHaveBeenDelivered());
	}

	LunogramResponseException oversized(HttpCall call, OversizedAnswerException failure) {
		return new LunogramResponseException(call + " was given up: " + failure.getMessage() + "." + WRONG_ADDRESS,
				failure);
	}

	private LunogramApiException refused(HttpCall call, HttpAnswer answer) {
		Problem problem = problem(answer);
		Refusal refusal = new Refusal(call.toString(), answer.status(), this.redaction.excerpt(problem.title()),
				this.redaction.excerpt(problem.detail()), answer.retryAfter());
		return switch (answer.status()) {
			case 400, 413, 422 -> new BadRequestException(refusal);
			case 401 -> new UnauthorizedException(refusal);
			case 403 -> new ForbiddenException(refusal);
			case 404 -> new NotFoundException(refusal);
			case 429 -> new RateLimitedException(refusal);
			default -> (answer.status() >= 500) ? new ServerException(refusal) : new LunogramApiException(refusal);
		};
	}

	private Problem problem(HttpAnswer answer) {
		if (answer.status() < 400) {
			return new Problem(null, "a redirect, which is not followed." + WRONG_ADDRESS);
		}
		try {
			Problem problem = this.json.read(answer.body(), Problem.class);
			if (problem != null) {
				return problem;
			}
		}
		catch (JacksonException ex) {
			// What is no JSON object may still tell something.
		}
		return new Problem(null, text(answer));
	}

	private static @Nullable String text(HttpAnswer answer) {
		if (answer.hasContentType("html")) {
			return "an HTML page, as no Lunogram server sends." + WRONG_ADDRESS;
		}
		String text = new String(answer.body(), StandardCharsets.UTF_8).strip();
		return text.isEmpty() ? null : text;
	}

	/**
	 * The API's error body.
	 */
	record Problem(@Nullable String title, @Nullable String detail) {
	}

}
