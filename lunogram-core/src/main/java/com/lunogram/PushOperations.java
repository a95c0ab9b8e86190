package com.lunogram;

import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.lunogram.model.Operation;

/**
 * What a web application needs for push messages.
 */
public final class PushOperations {

	private final ApiCaller caller;

	PushOperations(ApiCaller caller) {
		this.caller = caller;
	}

	/**
	 * The key that a browser needs to subscribe to push messages.
	 * @return the VAPID public key
	 * @throws NotFoundException if the server has none
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public String vapidPublicKey() {
		return this.caller.perform(Operation.GET_VAPID_PUBLIC_KEY, Map.of(), null, VapidPublicKey.class).publicKey();
	}

	/**
	 * The answer's body.
	 */
	record VapidPublicKey(@JsonProperty("public_key") String publicKey) {

		VapidPublicKey {
			Objects.requireNonNull(publicKey, "public_key");
		}

	}

}
