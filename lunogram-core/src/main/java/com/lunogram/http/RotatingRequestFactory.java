package com.lunogram.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Never reuses a connection that has been idle for long. A Lunogram server closes idle
 * connections after five seconds; a request sent just then is lost, and for a POST nobody
 * can tell whether it was. Not every HTTP library lets a client set an idle time of its
 * own, so this takes turns between a few factories, each with its own pool. A turn is
 * shorter than the server's patience, and a factory only gets another one when the server
 * has closed whatever was left idle in its pool: after {@link #REST} without an answer.
 * Answers that come within three seconds need {@link #FACTORIES} of them; slow ones come
 * back to a pool after its turn, and while they do, there are a few more.
 */
public final class RotatingRequestFactory implements ClientHttpRequestFactory, AutoCloseable {

	static final Duration TURN = Duration.ofSeconds(4);

	static final Duration REST = Duration.ofSeconds(6);

	static final int FACTORIES = 3;

	private final Supplier<? extends ClientHttpRequestFactory> supplier;

	private final LongSupplier nanoTime;

	/** Those that do not have their turn, the one whose turn is longest ago first. */
	private final Deque<Pool> resting = new ArrayDeque<>();

	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable Turn turn;

	private boolean closed;

	/**
	 * Takes turns between factories.
	 * @param supplier makes a new factory each time, with a connection pool of its own
	 */
	public RotatingRequestFactory(Supplier<? extends ClientHttpRequestFactory> supplier) {
		this(supplier, System::nanoTime);
	}

	RotatingRequestFactory(Supplier<? extends ClientHttpRequestFactory> supplier, LongSupplier nanoTime) {
		this.supplier = supplier;
		this.nanoTime = nanoTime;
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
		Pool pool = current();
		return new TrackedRequest(pool.factory.createRequest(uri, method), pool::used);
	}

	private Pool current() {
		Turn current = this.turn;
		if (current != null && !isOver(current)) {
			return current.pool;
		}
		this.lock.lock();
		try {
			if (this.closed) {
				throw new IllegalStateException("The client is closed");
			}
			current = this.turn;
			if (current == null || isOver(current)) {
				if (current != null) {
					this.resting.add(current.pool);
				}
				current = new Turn(next(), this.nanoTime.getAsLong());
				this.turn = current;
			}
			return current.pool;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isOver(Turn current) {
		return this.nanoTime.getAsLong() - current.begin >= TURN.toNanos();
	}

	private Pool next() {
		if (this.resting.size() >= FACTORIES && this.resting.element().hasRested()) {
			return this.resting.remove();
		}
		return new Pool(this.supplier.get());
	}

	/**
	 * Closes the pools, of those factories that can be closed. A client that is closed
	 * cannot be used any more.
	 */
	@Override
	public void close() {
		List<Pool> pools;
		this.lock.lock();
		try {
			this.closed = true;
			pools = new ArrayList<>(this.resting);
			this.resting.clear();
			if (this.turn != null) {
				pools.add(this.turn.pool);
				this.turn = null;
			}
		}
		finally {
			this.lock.unlock();
		}
		IllegalStateException failure = null;
		for (Pool pool : pools) {
			try {
				pool.close();
			}
			catch (Exception ex) {
				failure = (failure != null) ? failure
						: new IllegalStateException("A request factory could not be closed", ex);
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

	private record Turn(Pool pool, long begin) {
	}

	/**
	 * A factory, and when a connection last went back into its pool.
	 */
	private final class Pool {

		private final ClientHttpRequestFactory factory;

		private volatile long lastUse;

		Pool(ClientHttpRequestFactory factory) {
			this.factory = factory;
			used();
		}

		void used() {
			this.lastUse = RotatingRequestFactory.this.nanoTime.getAsLong();
		}

		boolean hasRested() {
			return RotatingRequestFactory.this.nanoTime.getAsLong() - this.lastUse >= REST.toNanos();
		}

		void close() throws Exception {
			if (this.factory instanceof DisposableBean disposable) {
				disposable.destroy();
			}
			else if (this.factory instanceof AutoCloseable closeable) {
				closeable.close();
			}
		}

	}

}
