package com.lunogram.delivery;

/**
 * What the JVM does if the system has no more threads.
 */
final class NoThread extends Thread {

	@Override
	public synchronized void start() {
		throw new OutOfMemoryError("unable to create native thread");
	}

}
