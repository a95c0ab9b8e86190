package com.lunogram.delivery;

/**
 * What happens to a write that finds the queue full.
 */
public enum Overflow {

	/** It is dropped, counted and reported; the caller goes on at once. */
	DROP,

	/** The caller waits for room, but only for a while; then it is dropped as well. */
	BLOCK

}
