package com.lunogram.spring.boot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import com.lunogram.delivery.DeliveryControl;
import com.lunogram.delivery.LunogramPublisher;
import com.lunogram.model.Write;
import org.jspecify.annotations.Nullable;

/**
 * A publisher that delivers nothing and can be looked into, or not.
 */
public final class FakePublisher implements LunogramPublisher {

	private final @Nullable DeliveryControl control;

	private final List<Duration> flushes = new ArrayList<>();

	private boolean flushed = true;

	public FakePublisher(@Nullable DeliveryControl control) {
		this.control = control;
	}

	public void flushInVain() {
		this.flushed = false;
	}

	public List<Duration> flushes() {
		return this.flushes;
	}

	@Override
	public void publish(Collection<? extends Write> writes) {
	}

	@Override
	public boolean offer(Duration timeout, Write... writes) {
		return true;
	}

	@Override
	public boolean flush(Duration timeout) {
		this.flushes.add(timeout);
		return this.flushed;
	}

	@Override
	public @Nullable DeliveryControl control() {
		return this.control;
	}

	@Override
	public void close() {
	}

}
