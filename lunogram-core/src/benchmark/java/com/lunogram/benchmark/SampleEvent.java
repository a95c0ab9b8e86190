package com.lunogram.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The event that all benchmarks send: ten fields of usual kinds. Its number tells the
 * stand-in which event it is, and with it whose, so that no JSON need be parsed there.
 */
final class SampleEvent {

	static final String NAME = "order.completed";

	/** So few users that a batch holds several events of each. */
	static final int USERS = 97;

	/** Key of the number. */
	static final String NUMBER = "bench_seq";

	/** Stands once in each event, and nowhere else in what any client sends. */
	static final char MARK = '~';

	/** Follows the mark in an event that the stand-in shall refuse. */
	static final char BAD = '!';

	private SampleEvent() {
	}

	static int user(long number) {
		return (int) (number % USERS);
	}

	static String userId(long number) {
		return "user-" + user(number);
	}

	static Map<String, Object> data(long number) {
		return data(number, false);
	}

	static Map<String, Object> data(long number, boolean bad) {
		Map<String, Object> data = new LinkedHashMap<>();
		data.put(NUMBER, number);
		data.put("mark", bad ? "~!" : "~");
		data.put("order_id", "ord-2026-11-000417");
		data.put("total", 129.95);
		data.put("currency", "EUR");
		data.put("items", 3);
		data.put("coupon", "SPRING-24");
		data.put("new_customer", true);
		data.put("channel", "web");
		data.put("country", "NL");
		return data;
	}

}
