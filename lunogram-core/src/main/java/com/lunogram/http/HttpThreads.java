package com.lunogram.http;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for the JDK's HTTP client. Where that has no executor of its own, Spring starts
 * a new thread for the body of each request, which costs more than the rest of a request.
 */
public final class HttpThreads {

	private static final long IDLE_SECONDS = 10;

	private HttpThreads() {
	}

	/**
	 * Makes an executor that has as many threads as are needed, and none when idle.
	 * @return the executor; its threads are daemons
	 */
	public static Executor create() {
		AtomicInteger number = new AtomicInteger();
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
				(task) -> {
					Thread thread = new Thread(task, "lunogram-http-" + number.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
	}

}
