package com.lunogram.http;

/**
 * Sends a request and gets the answer to it.
 */
@FunctionalInterface
public interface Exchange {

	/**
	 * Sends a request and reads the whole answer, whatever its status.
	 * @param call the request
	 * @return the answer
	 * @throws TransportFailure if there was no complete answer
	 * @throws OversizedAnswerException if the answer is larger than 8 MB
	 */
	HttpAnswer exchange(HttpCall call);

}
