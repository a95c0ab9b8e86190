package com.lunogram.http;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One request, ready to be sent as often as need be.
 *
 * @param method HTTP method
 * @param uri template of the path and query, relative to the base URL, beginning with a
 * slash
 * @param uriVariables values for the template, encoded when they are filled in
 * @param body JSON; {@code null} for a request without body
 * @param repeatable whether it may be sent again when it is in doubt whether the server
 * has carried it out
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HttpCall(String method, String uri, Map<String, ?> uriVariables, byte @Nullable [] body,
		boolean repeatable) {

	/**
	 * Method and path without the query, for messages: a query may hold personal data.
	 */
	@Override
	public String toString() {
		int query = this.uri.indexOf('?');
		return this.method + " " + ((query < 0) ? this.uri : this.uri.substring(0, query));
	}

}
