package com.lunogram.customerio;

import java.nio.charset.StandardCharsets;

import com.lunogram.http.HttpAnswer;
import com.lunogram.http.HttpCall;
import com.lunogram.http.JsonCodec;
import com.lunogram.http.OversizedAnswerException;
import com.lunogram.http.Redaction;
import com.lunogram.http.TransportFailure;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Tells success from failure, by the status first, and turns failures into exceptions.
 */
final class Answers {

	private final JsonCodec json;

	private final Redaction redaction;

	private final String wrongAddress;

	Answers(JsonCodec json, Redaction redaction, Service service) {
		this.json = json;
		this.redaction = redaction;
		this.wrongAddress = " Is this the address of Customer.io's " + service.title() + " API?";
	}

	/** Returns if the answer means success, which any status from 200 to 299 does. */
	void check(HttpCall call, HttpAnswer answer) {
		if (answer.status() >= 300) {
			throw refused(call, answer);
		}
		if (answer.hasContentType("html")) {
			throw new CustomerIoResponseException(
					call + " was answered with status " + answer.status() + " and an HTML page." + this.wrongAddress,
					null);
		}
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
		throw unreadable(call, problem);
	}

	CustomerIoResponseException unreadable(HttpCall call, @Nullable String problem) {
		return new CustomerIoResponseException(call + " was answered with a body that cannot be read: "
				+ this.redaction.excerpt(problem) + "." + this.wrongAddress, null);
	}

	/** The errors that an answer lists; none if it is no JSON. */
	ErrorBody errors(HttpAnswer answer) {
		return ErrorBody.of(tree(answer), this.redaction);
	}

	private @Nullable JsonNode tree(HttpAnswer answer) {
		try {
			return this.json.read(answer.body(), JsonNode.class);
		}
		catch (JacksonException ex) {
			// What is no JSON may still tell something as text.
			return null;
		}
	}

	CustomerIoTransportException noAnswer(HttpCall call, TransportFailure failure) {
		return new CustomerIoTransportException(this.redaction.describe(call, failure), this.redaction.cause(failure),
				failure.mayHaveBeenDelivered());
	}

	CustomerIoResponseException oversized(HttpCall call, OversizedAnswerException failure) {
		return new CustomerIoResponseException(
				call + " was given up: " + failure.getMessage() + "." + this.wrongAddress, failure);
	}

	private CustomerIoApiException refused(HttpCall call, HttpAnswer answer) {
		String body = this.redaction.clean(new String(answer.body(), StandardCharsets.UTF_8));
		ErrorBody errors = errors(answer);
		Refusal refusal = new Refusal(call.toString(), answer.status(), detail(answer, errors, body), errors.errors(),
				body, answer.retryAfter());
		return switch (answer.status()) {
			case 400, 413, 422 -> new CustomerIoBadRequestException(refusal);
			case 401 -> new CustomerIoUnauthorizedException(refusal);
			case 403 -> new CustomerIoForbiddenException(refusal);
			case 404 -> new CustomerIoNotFoundException(refusal);
			case 429 -> new CustomerIoRateLimitedException(refusal);
			default ->
				(answer.status() >= 500) ? new CustomerIoServerException(refusal) : new CustomerIoApiException(refusal);
		};
	}

	private @Nullable String detail(HttpAnswer answer, ErrorBody errors, String body) {
		String listed = this.redaction.excerpt(errors.describe());
		if (answer.status() < 400) {
			String redirect = "a redirect, which is only followed to the other region of the same API."
					+ this.wrongAddress;
			return (listed != null) ? redirect + " The answer says: " + listed : redirect;
		}
		if (listed != null) {
			return listed;
		}
		if (answer.hasContentType("html")) {
			return "an HTML page, as the API does not send.";
		}
		return body.isBlank() ? null : this.redaction.excerpt(body.strip());
	}

}
