package com.lunogram.customerio;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.lunogram.http.HttpAnswer;
import com.lunogram.http.HttpCall;
import com.lunogram.http.JsonCodec;
import org.jspecify.annotations.Nullable;

/**
 * Operations on their way: as many in one request as Customer.io takes.
 */
final class Batch {

	/** 500 KB, in the smaller of its two meanings: to be sure. */
	private static final int MAX_REQUEST_BYTES = 500_000;

	/** 32 KB, in the larger of its two meanings: in between, Customer.io decides. */
	private static final int MAX_OPERATION_BYTES = 32 * 1024;

	private static final int PARTLY_DONE = 207;

	private static final byte[] BEGIN = "{\"batch\":".getBytes(StandardCharsets.US_ASCII);

	private final Caller caller;

	private final List<BatchOperation> operations;

	private final List<byte[]> written;

	Batch(Caller caller, List<BatchOperation> operations) {
		if (operations.isEmpty()) {
			throw new IllegalArgumentException("operations must not be empty");
		}
		this.caller = caller;
		this.operations = List.copyOf(operations);
		this.written = new ArrayList<>(operations.size());
		for (BatchOperation operation : this.operations) {
			this.written.add(write(operation));
		}
	}

	private byte[] write(BatchOperation operation) {
		String place = "operations[" + this.written.size() + "]";
		byte[] json;
		try {
			json = this.caller.json(operation.toMap());
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(place + " " + ex.getMessage(), ex);
		}
		if (json.length > MAX_OPERATION_BYTES) {
			throw new IllegalArgumentException(
					place + " must be at most " + MAX_OPERATION_BYTES + " bytes as JSON, not " + json.length);
		}
		return json;
	}

	BatchResult send() {
		List<RefusedOperation> refused = new ArrayList<>();
		int from = 0;
		while (from < this.written.size()) {
			int to = end(from);
			try {
				refused.addAll(send(from, to));
			}
			catch (CustomerIoException ex) {
				if (from == 0) {
					throw ex;
				}
				throw new CustomerIoBatchException(from, refused, ex);
			}
			from = to;
		}
		return new BatchResult(this.operations.size(), refused);
	}

	/** The end of a request that begins with the given operation. */
	private int end(int from) {
		// Brackets and braces; the comma is counted with each operation.
		int size = BEGIN.length + 2;
		int to = from;
		while (to < this.written.size() && size + this.written.get(to).length + 1 <= MAX_REQUEST_BYTES) {
			size += this.written.get(to++).length + 1;
		}
		return to;
	}

	private List<RefusedOperation> send(int from, int to) {
		HttpCall call = new HttpCall("POST", "/api/v2/batch", Map.of(), body(from, to), isRepeatable(from, to));
		HttpAnswer answer = this.caller.perform(call);
		List<RefusedOperation> refused = this.caller.errors(answer)
			.stream()
			.map((entry) -> refused(entry, from, to))
			.toList();
		if (answer.status() == PARTLY_DONE && refused.isEmpty()) {
			throw this.caller.unreadable(call, "it does not tell which operations are refused");
		}
		return refused;
	}

	private byte[] body(int from, int to) {
		byte[] array = JsonCodec.array(this.written.subList(from, to));
		byte[] body = new byte[BEGIN.length + array.length + 1];
		System.arraycopy(BEGIN, 0, body, 0, BEGIN.length);
		System.arraycopy(array, 0, body, BEGIN.length, array.length);
		body[body.length - 1] = '}';
		return body;
	}

	private boolean isRepeatable(int from, int to) {
		return this.operations.subList(from, to)
			.stream()
			.allMatch((operation) -> operation.isRepeatable() || (operation.isEvent() && this.caller.eventsInDoubt()));
	}

	private RefusedOperation refused(ErrorBody.Entry entry, int from, int to) {
		Integer index = place(entry.index(), to - from);
		return (index != null) ? new RefusedOperation(from + index, this.operations.get(from + index), entry.error())
				: new RefusedOperation(RefusedOperation.UNKNOWN, null, entry.error());
	}

	private static @Nullable Integer place(@Nullable Integer told, int size) {
		if (told == null) {
			return (size == 1) ? Integer.valueOf(0) : null;
		}
		return (told >= 0 && told < size) ? told : null;
	}

}
