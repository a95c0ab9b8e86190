package com.lunogram.mirror;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.lunogram.customerio.BatchOperation;
import com.lunogram.customerio.BatchResult;
import com.lunogram.customerio.CustomerIoTrackClient;
import com.lunogram.customerio.RefusedOperation;
import com.lunogram.delivery.DeliveryTargetException;
import com.lunogram.delivery.DeliveryTargetException.Kind;
import com.lunogram.delivery.TargetProgress;
import org.jspecify.annotations.Nullable;

/**
 * What waits, on its way: one request carries as many operations as come before the first
 * anonymous event, or that event.
 */
final class Operations {

	static final String TYPE = "type";

	static final String ACTION = "action";

	private final List<Map<String, @Nullable Object>> all;

	Operations(List<Map<String, @Nullable Object>> all) {
		this.all = all;
	}

	TargetProgress send(CustomerIoTrackClient client) {
		Map<String, @Nullable Object> first = this.all.get(0);
		if (AnonymousEvent.isOne(first)) {
			AnonymousEvent anonymous = AnonymousEvent.read(first);
			client.trackAnonymous(anonymous.anonymousId(), anonymous.event());
			return progress(1, Map.of());
		}
		List<BatchOperation> batch = new ArrayList<>();
		for (Map<String, @Nullable Object> fields : this.all) {
			if (AnonymousEvent.isOne(fields)) {
				break;
			}
			batch.add(operation(fields));
		}
		return progress(batch.size(), refused(client.batch(batch)));
	}

	private TargetProgress progress(int count, Map<Integer, String> refused) {
		return new TargetProgress(count, this.all.size() - count, refused);
	}

	private static BatchOperation operation(Map<String, @Nullable Object> fields) {
		Map<String, @Nullable Object> rest = new LinkedHashMap<>(fields);
		return BatchOperation.of(String.valueOf(rest.remove(TYPE)), String.valueOf(rest.remove(ACTION)), rest);
	}

	/**
	 * One operation may have several errors. If it is not told which one it is, that has
	 * to be found out; to send the others again does no harm.
	 */
	private static Map<Integer, String> refused(BatchResult result) {
		Map<Integer, String> refused = new HashMap<>();
		for (RefusedOperation entry : result.refused()) {
			if (entry.operation() == null) {
				throw new DeliveryTargetException(Kind.REFUSED, null, new IllegalStateException(describe(entry)));
			}
			refused.merge(entry.index(), describe(entry), (one, other) -> one + "; " + other);
		}
		return refused;
	}

	private static String describe(RefusedOperation refused) {
		String message = refused.error().message();
		String field = refused.error().field();
		String reason = refused.error().reason();
		StringBuilder text = new StringBuilder((field != null) ? field + ": " : "");
		text.append((message != null) ? message : "refused");
		return ((reason != null) ? text.append(" (").append(reason).append(')') : text).toString();
	}

}
