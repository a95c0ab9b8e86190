package com.lunogram.customerio;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What Customer.io knows of a person.
 *
 * @param id the id that the application has given; {@code null} for none
 * @param identifiers all names of the person
 * @param attributes the attributes by their names. Customer.io gives every value as a
 * text, numbers and times as well
 * @param timestamps when attributes were last changed, by their names, in whole seconds.
 * Customer.io means to give them up
 * @param unsubscribed whether the person gets no messages any more
 * @param devices the push devices
 */
public record CustomerAttributes(@Nullable String id, CustomerIdentifiers identifiers, Map<String, String> attributes,
		Map<String, Instant> timestamps, boolean unsubscribed, List<PushDevice> devices) {

	public CustomerAttributes {
		attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
		timestamps = Collections.unmodifiableMap(new LinkedHashMap<>(timestamps));
		devices = List.copyOf(devices);
	}

	static CustomerAttributes of(AnswerObject answer) {
		AnswerObject identifiers = answer.object("identifiers");
		return new CustomerAttributes(answer.text("id"),
				CustomerIdentifiers.of((identifiers != null) ? identifiers : answer), answer.texts("attributes"),
				answer.times("timestamps"), answer.isTrue("unsubscribed"),
				answer.objects("devices").stream().map(PushDevice::of).toList());
	}

}
