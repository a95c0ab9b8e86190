package com.lunogram.delivery;

import com.lunogram.model.Operation;

/**
 * Sends one request, once.
 */
@FunctionalInterface
interface Sender {

	void send(Operation operation, byte[] body);

}
