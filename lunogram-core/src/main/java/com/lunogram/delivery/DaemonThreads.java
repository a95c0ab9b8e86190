package com.lunogram.delivery;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ThreadFactory;

/**
 * Makes threads that do not keep an application from ending. They take nothing over from
 * the one that happens to need them first, whose user or tenant is not that of what
 * follows.
 */
final class DaemonThreads {

	/**
	 * Listeners and serialisers look for classes of the application here. It is who
	 * builds a publisher that knows them: the library itself may be of a class loader
	 * above.
	 */
	private final ClassLoader classLoader;

	/** To be called in the thread that builds a publisher. */
	DaemonThreads() {
		ClassLoader ofBuilder = Thread.currentThread().getContextClassLoader();
		this.classLoader = (ofBuilder != null) ? ofBuilder : DaemonThreads.class.getClassLoader();
	}

	ThreadFactory named(String name) {
		return (task) -> newThread(task, name);
	}

	/** Before Java 23, a thread also has the access rights of who makes it. */
	@SuppressWarnings("removal")
	Thread newThread(Runnable task, String name) {
		return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> unstarted(task, name));
	}

	@SuppressWarnings("ThreadPriorityCheck") // it is the usual one
	private Thread unstarted(Runnable task, String name) {
		Thread thread = new Thread(topGroup(), task, name, 0, false);
		thread.setDaemon(true);
		thread.setPriority(Thread.NORM_PRIORITY);
		thread.setContextClassLoader(this.classLoader);
		return thread;
	}

	/** Those below may limit the priority, or end with what they were made for. */
	private static ThreadGroup topGroup() {
		ThreadGroup group = Thread.currentThread().getThreadGroup();
		while (group.getParent() != null) {
			group = group.getParent();
		}
		return group;
	}

}
