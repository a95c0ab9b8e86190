package com.lunogram.delivery;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The control of a delivery whose events are enriched: its status tells how often that
 * failed, too.
 */
final class EnrichedControl implements DeliveryControl {

	private final DeliveryControl delegate;

	private final LongSupplier failures;

	EnrichedControl(DeliveryControl delegate, LongSupplier failures) {
		this.delegate = delegate;
		this.failures = failures;
	}

	@Override
	public DeliveryStatus status() {
		return this.delegate.status().withEnricherFailures(this.failures.getAsLong());
	}

	@Override
	public void pause() {
		this.delegate.pause();
	}

	@Override
	public void resume() {
		this.delegate.resume();
	}

	@Override
	public List<DeadLetter> deadLetters() {
		return this.delegate.deadLetters();
	}

	@Override
	public int replay(Predicate<DeadLetter> which) {
		return this.delegate.replay(which);
	}

	@Override
	public int discard(Predicate<DeadLetter> which) {
		return this.delegate.discard(which);
	}

}
