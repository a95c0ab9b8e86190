package com.lunogram.delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;

import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * A publisher that is made when it is first used. With all that belongs to it, it would
 * take a while at the start of every application.
 */
final class DeferredPublisher implements LunogramPublisher {

	private final SingletonSupplier<LunogramPublisher> delegate;

	/**
	 * Defers a publisher for which nothing is to be done at the start.
	 * @param delegate makes the publisher, whose settings are checked
	 */
	DeferredPublisher(Supplier<LunogramPublisher> delegate) {
		this.delegate = SingletonSupplier.of(delegate);
	}

	@Override
	public void publish(Collection<? extends Write> writes) {
		this.delegate.obtain().publish(writes);
	}

	@Override
	public boolean offer(Duration timeout, Write... writes) {
		return this.delegate.obtain().offer(timeout, writes);
	}

	@Override
	public boolean flush(Duration timeout) {
		return this.delegate.obtain().flush(timeout);
	}

	@Override
	public @Nullable DeliveryControl control() {
		return this.delegate.obtain().control();
	}

	@Override
	public void close() {
		this.delegate.obtain().close();
	}

}
