package com.lunogram.delivery;

/**
 * A thread that does not keep an application from ending. It takes nothing over from the
 * one that happens to start it, whose user or tenant is not that of what follows.
 */
final class DaemonThread extends Thread {

	@SuppressWarnings("ThreadPriorityCheck") // it is the usual one
	DaemonThread(Runnable task, String name) {
		super(null, task, name, 0, false);
		setDaemon(true);
		setPriority(NORM_PRIORITY);
		setContextClassLoader(DaemonThread.class.getClassLoader());
	}

}
