package com.lunogram.delivery;

/**
 * A thread that does not keep an application from ending.
 */
final class DaemonThread extends Thread {

	DaemonThread(Runnable task, String name) {
		super(task, name);
		setDaemon(true);
	}

}
