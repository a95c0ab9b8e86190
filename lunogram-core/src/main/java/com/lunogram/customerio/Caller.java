package com.lunogram.customerio;

import java.util.List;
import java.util.Map;

import com.lunogram.http.Exchange;
import com.lunogram.http.HttpAnswer;
import com.lunogram.http.HttpCall;
import com.lunogram.http.JsonCodec;
import com.lunogram.http.OversizedAnswerException;
import com.lunogram.http.RetryPolicy;
import com.lunogram.http.RetryingTransport;
import com.lunogram.http.TransportFailure;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Carries out calls: the one place through which everything that a client sends goes.
 */
final class Caller {

	private static final int NOT_FOUND = 404;

	private static final int DONE = 200;

	private final Exchange transport;

	private final RetryingTransport retrying;

	private final JsonCodec json;

	private final Answers answers;

	private final boolean eventsInDoubt;

	Caller(Exchange transport, RetryPolicy retry, JsonCodec json, Answers answers) {
		this.transport = transport;
		this.retrying = new RetryingTransport(transport, retry);
		this.json = json;
		this.answers = answers;
		this.eventsInDoubt = retry.eventsInDoubt();
	}

	/** The same, but that each call is tried once. */
	Caller withoutRetry() {
		return new Caller(this.transport, RetryPolicy.none(), this.json, this.answers);
	}

	/**
	 * Whether what Customer.io would count twice may be repeated in doubt all the same.
	 */
	boolean eventsInDoubt() {
		return this.eventsInDoubt;
	}

	/** The JSON of a body or of a part of one. */
	byte[] json(Map<String, ?> body) {
		return this.json.writeObject(body);
	}

	/** Carries out a call, whatever the body of its answer says. */
	HttpAnswer perform(HttpCall call) {
		HttpAnswer answer = exchange(call);
		this.answers.check(call, answer);
		return answer;
	}

	/** Carries out a call that is answered with a JSON object. */
	AnswerObject object(HttpCall call) {
		JsonNode answer = this.answers.read(call, perform(call), JsonNode.class);
		if (!answer.isObject()) {
			throw unreadable(call, "it is no JSON object");
		}
		return new AnswerObject(answer);
	}

	/** What is wrong with an answer that claims success, but cannot be what it says. */
	CustomerIoResponseException unreadable(HttpCall call, @Nullable String problem) {
		return this.answers.unreadable(call, problem);
	}

	/** The errors that an answer lists, be it one of success or not. */
	List<ErrorBody.Entry> errors(HttpAnswer answer) {
		return this.answers.errors(answer).entries();
	}

	private HttpAnswer exchange(HttpCall call) {
		try {
			HttpAnswer answer = this.retrying.exchange(call);
			return isDeletedBefore(call, answer)
					? new HttpAnswer(DONE, answer.headers(), new byte[0], answer.afterDoubt()) : answer;
		}
		catch (TransportFailure failure) {
			throw this.answers.noAnswer(call, failure);
		}
		catch (OversizedAnswerException ex) {
			throw this.answers.oversized(call, ex);
		}
	}

	/**
	 * Whether what is to be deleted is gone because an earlier attempt of ours, whose
	 * answer was lost, has deleted it. Not JSON is the 404 of a proxy, which knows
	 * nothing of that.
	 */
	private static boolean isDeletedBefore(HttpCall call, HttpAnswer answer) {
		return answer.status() == NOT_FOUND && answer.hasContentType("json") && answer.afterDoubt()
				&& call.method().equals("DELETE");
	}

}
