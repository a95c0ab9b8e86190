package com.lunogram.customerio;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who gets a broadcast, and what only this person's message may say.
 *
 * @param person the person, by id or e-mail address
 * @param data values by their names, which win over those of the broadcast; empty for
 * none
 */
public record BroadcastRecipient(PersonIdentifier person, Map<String, @Nullable Object> data) {

	public BroadcastRecipient {
		IdentifierType type = Checks.required(person, "person").type();
		if (type != IdentifierType.ID && type != IdentifierType.EMAIL) {
			throw new IllegalArgumentException("person must be an id or email, not " + type);
		}
		data = Checks.copy(data, "data");
	}

	/**
	 * Somebody with data of their own.
	 * @param person the person, by id or e-mail address
	 * @param data values by their names; may be empty
	 * @return the recipient
	 */
	public static BroadcastRecipient of(PersonIdentifier person, Map<String, ?> data) {
		return new BroadcastRecipient(person, Checks.copy(data, "data"));
	}

	Map<String, @Nullable Object> toMap() {
		return new Body().with(this.person.type().wireName(), this.person.value()).with("data", this.data).map();
	}

}
