package com.lunogram;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.lunogram.http.HttpAnswer;
import com.lunogram.http.HttpCall;
import com.lunogram.http.HttpTransport;
import com.lunogram.http.JsonCodec;
import com.lunogram.http.OversizedAnswerException;
import com.lunogram.http.RequestWriter;
import com.lunogram.http.RetryPolicy;
import com.lunogram.http.RetryingTransport;
import com.lunogram.http.TransportFailure;
import com.lunogram.model.Channel;
import com.lunogram.model.InboxMessage;
import com.lunogram.model.Operation;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;

/**
 * Carries out operations: the one place through which every call of a client goes.
 */
final class ApiCaller {

	private static final int NOT_FOUND = 404;

	private final HttpTransport transport;

	private final RetryingTransport retrying;

	private final RequestWriter writer;

	private final Answers answers;

	private final String root;

	private final Map<String, ?> rootVariables;

	private final boolean eventsInDoubt;

	ApiCaller(HttpTransport transport, RetryPolicy retry, JsonCodec json, @Nullable UUID projectId, String secret) {
		this.transport = transport;
		this.retrying = new RetryingTransport(transport, retry);
		this.writer = new RequestWriter(json);
		this.answers = new Answers(json, secret);
		this.root = (projectId != null) ? "/api/client/projects/{projectID}" : "/api/client";
		this.rootVariables = (projectId != null) ? Map.of("projectID", projectId) : Map.of();
		this.eventsInDoubt = retry.eventsInDoubt();
	}

	RequestWriter writer() {
		return this.writer;
	}

	/** Carries out a write that is a request of its own. */
	void write(Write write) {
		perform(write.operation(), this.writer.write(write), false);
	}

	/** Carries out a write that is a request of its own, and reads the answer. */
	<T> T write(Write write, Class<T> type) {
		return perform(call(write.operation(), this.writer.write(write), false), write.operation(), type);
	}

	/** Carries out writes of any operations, in their order. */
	void write(Collection<? extends Write> writes) {
		List<Request> requests = new ArrayList<>();
		List<Write> batch = new ArrayList<>();
		for (Write write : writes) {
			if (!batch.isEmpty() && !fits(batch, write)) {
				requests.add(request(batch.get(0).operation(), batch));
				batch.clear();
			}
			batch.add(write);
		}
		if (!batch.isEmpty()) {
			requests.add(request(batch.get(0).operation(), batch));
		}
		// Only now: who is told that the data of one is wrong must not wonder what was
		// sent.
		requests.forEach(this::perform);
	}

	private static boolean fits(List<Write> batch, Write next) {
		Operation operation = batch.get(0).operation();
		return next.operation() == operation && batch.size() < operation.maxWrites();
	}

	/** Carries out writes of one operation as one request, in their order. */
	void writeAll(Operation operation, List<? extends Write> writes) {
		perform(request(operation, writes));
	}

	private Request request(Operation operation, List<? extends Write> writes) {
		List<byte[]> elements = writes.stream().map(this.writer::write).toList();
		if (operation.maxWrites() == 1) {
			return new Request(operation, call(operation, elements.get(0), false));
		}
		boolean guarded = writes.stream().allMatch(ApiCaller::isGuarded);
		return new Request(operation, call(operation, JsonCodec.array(elements), guarded));
	}

	/** Whether the identifier of a message keeps it from being dispatched twice. */
	private static boolean isGuarded(Write write) {
		return write instanceof InboxMessage message && message.channel() == Channel.INBOX;
	}

	/** Carries out an operation whose answer has no body. */
	void perform(Operation operation, byte[] body, boolean repeatable) {
		perform(new Request(operation, call(operation, body, repeatable)));
	}

	private void perform(Request request) {
		HttpAnswer answer = retrying(request.operation(), request.call());
		this.answers.check(request.operation(), request.call(), answer);
	}

	/** Carries out an operation that answers with a body, with a query or path values. */
	<T> T perform(Operation operation, Map<String, ?> query, byte @Nullable [] body, Class<T> type) {
		StringBuilder uri = new StringBuilder(this.root).append(operation.path());
		Map<String, Object> variables = new HashMap<>(this.rootVariables);
		variables.putAll(query);
		char separator = '?';
		for (String name : query.keySet()) {
			if (!operation.path().contains("{" + name + "}")) {
				uri.append(separator).append(name).append("={").append(name).append('}');
				separator = '&';
			}
		}
		HttpCall call = new HttpCall(operation.method(), uri.toString(), variables, body, operation.repeatable());
		return perform(call, operation, type);
	}

	/** Sends a body that is already JSON, once. */
	void send(Operation operation, byte[] body) {
		HttpCall call = call(operation, body, false);
		this.answers.check(operation, call, once(call));
	}

	/** Asks, once, for something that only who is known gets an answer about. */
	void ping() {
		Operation operation = Operation.GET_VAPID_PUBLIC_KEY;
		HttpCall call = call(operation, null, false);
		HttpAnswer answer = once(call);
		if (!isNotFound(answer)) {
			this.answers.check(operation, call, answer);
		}
	}

	/** JSON, because any web server or proxy has a 404 of its own. */
	private static boolean isNotFound(HttpAnswer answer) {
		return answer.status() == NOT_FOUND && answer.hasContentType("json");
	}

	private HttpAnswer once(HttpCall call) {
		try {
			return this.transport.exchange(call);
		}
		catch (TransportFailure failure) {
			throw this.answers.noAnswer(call, failure);
		}
		catch (OversizedAnswerException ex) {
			throw this.answers.oversized(call, ex);
		}
	}

	private HttpCall call(Operation operation, byte @Nullable [] body, boolean repeatable) {
		boolean mayRepeat = repeatable || operation.repeatable() || (this.eventsInDoubt && isEvents(operation));
		return new HttpCall(operation.method(), this.root + operation.path(), this.rootVariables, body, mayRepeat);
	}

	/**
	 * Messages are no events: who allows doubled events has not allowed doubled e-mails.
	 */
	private static boolean isEvents(Operation operation) {
		return operation == Operation.POST_USER_EVENTS || operation == Operation.POST_ORGANIZATION_EVENTS;
	}

	private <T> T perform(HttpCall call, Operation operation, Class<T> type) {
		HttpAnswer answer = retrying(operation, call);
		this.answers.check(operation, call, answer);
		return this.answers.read(call, answer, type);
	}

	private HttpAnswer retrying(Operation operation, HttpCall call) {
		try {
			HttpAnswer answer = this.retrying.exchange(call);
			return isDoneBefore(operation, answer) ? done(operation, answer) : answer;
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
	 * answer was lost, has deleted it.
	 */
	private static boolean isDoneBefore(Operation operation, HttpAnswer answer) {
		return isNotFound(answer) && answer.afterDoubt()
				&& (operation == Operation.DELETE_USER || operation == Operation.DELETE_ORGANIZATION);
	}

	private static HttpAnswer done(Operation operation, HttpAnswer answer) {
		return new HttpAnswer(operation.successStatus(), answer.headers(), new byte[0], true);
	}

	/**
	 * What is written, but not yet sent.
	 */
	private record Request(Operation operation, HttpCall call) {
	}

}
