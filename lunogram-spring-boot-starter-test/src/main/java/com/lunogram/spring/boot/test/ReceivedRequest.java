package com.lunogram.spring.boot.test;

import java.time.Instant;

/**
 * A request that reached the server, and how it was answered.
 *
 * @param time when the server handled it
 * @param method the HTTP method in capitals
 * @param path the path with its query, as it was sent
 * @param body the body as text, empty if there was none
 * @param status the HTTP status of the answer, or 0 if the connection was broken instead
 */
public record ReceivedRequest(Instant time, String method, String path, String body, int status) implements Arrival {

}
