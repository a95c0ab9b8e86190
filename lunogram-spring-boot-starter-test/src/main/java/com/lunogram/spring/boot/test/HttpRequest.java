package com.lunogram.spring.boot.test;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The parts of an HTTP request that the server looks at.
 *
 * @param method the method in capitals
 * @param url the path with its query
 * @param authorization the Authorization header, or {@code null}
 * @param sessionCookie the cookie that outranks it, or {@code null}
 * @param contentType the Content-Type header, or {@code null}
 * @param hasOrigin whether there is an Origin header
 * @param clientIp the caller's address
 * @param body the body, empty for none
 */
record HttpRequest(String method, String url, @Nullable String authorization, @Nullable String sessionCookie,
		@Nullable String contentType, boolean hasOrigin, String clientIp, String body) {

	String path() {
		int mark = this.url.indexOf('?');
		return (mark < 0) ? this.url : this.url.substring(0, mark);
	}

	/** The query's values; of a name that occurs twice, the first. */
	Map<String, String> query() {
		int mark = this.url.indexOf('?');
		if (mark < 0) {
			return Map.of();
		}
		Map<String, String> values = new HashMap<>();
		for (String pair : this.url.substring(mark + 1).split("&", -1)) {
			int equals = pair.indexOf('=');
			if (equals >= 0) {
				values.putIfAbsent(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
			}
		}
		return values;
	}

	private static String decode(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw Problem.badRequest("query is not well-formed");
		}
	}

}
