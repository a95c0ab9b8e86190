package com.lunogram.customerio;

import org.jspecify.annotations.Nullable;

/**
 * An operation of a batch that Customer.io has not carried out.
 *
 * @param index its place in the list that was given, from 0; -1 if the answer does not
 * tell which one it is
 * @param operation the operation; {@code null} if the answer does not tell which one it
 * is
 * @param error what Customer.io has against it
 */
public record RefusedOperation(int index, @Nullable BatchOperation operation, CustomerIoError error) {

	static final int UNKNOWN = -1;

}
