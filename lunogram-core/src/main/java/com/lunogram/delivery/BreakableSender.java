package com.lunogram.delivery;

import java.util.concurrent.locks.ReentrantLock;

import com.lunogram.model.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests that another thread can break off. That hits nothing but the request.
 */
final class BreakableSender implements Sender {

	private final Sender sender;

	private final ReentrantLock lock = new ReentrantLock();

	/** The thread, while it is in a request. */
	private @Nullable Thread requesting;

	BreakableSender(Sender sender) {
		this.sender = sender;
	}

	@Override
	public void send(Operation operation, byte[] body) {
		requesting(Thread.currentThread());
		try {
			this.sender.send(operation, body);
		}
		finally {
			requesting(null);
		}
	}

	private void requesting(@Nullable Thread thread) {
		this.lock.lock();
		try {
			this.requesting = thread;
			if (thread == null) {
				// An interrupt that came too late must not hit a database or a stream.
				Thread.interrupted();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Ends the request under way, if there is one. */
	void breakOff() {
		this.lock.lock();
		try {
			if (this.requesting != null) {
				this.requesting.interrupt();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
